using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models.Process.Commands;
using Jarvis.Planning;

namespace Jarvis.Models.Process.Flite;

/// <summary>
/// A card for each voice of flite that ffmpeg has built in. The voices speak English; text of any other language in Latin letters is read
/// with an English accent, so those languages are accepted too.
/// </summary>
internal sealed class FliteSource(ProgramFinder programs) : IModelSource
{
    /// <summary>The setting that names the voice.</summary>
    public const string VoiceSetting = "voice";

    private static readonly ImmutableArray<(string Name, string Description, double Quality)> Voices =
    [
        ("slt", "an American woman", 0.45),
        ("rms", "an American man", 0.44),
        ("kal16", "an American man", 0.40),
        ("awb", "a Scottish man", 0.38),
        ("kal", "an American man, at telephone quality", 0.30),
    ];

    /// <inheritdoc/>
    public Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken)
    {
        var unavailable = programs.WhyMissing("ffmpeg");
        return Task.FromResult<ImmutableArray<ModelStatus>>(
            [.. Voices.Select(voice => new ModelStatus(Card(voice.Name, voice.Description, voice.Quality), DeviceId.Cpu, unavailable))]);
    }

    private static ModelCard Card(string voice, string description, double quality) =>
        new(
            new ModelId($"flite/{voice}"),
            FliteRunner.RunnerName,
            [TaskTypes.TextToSpeech],
            $"Reads English aloud in the voice of {description}; other languages in Latin letters with an English accent.")
        {
            Licence = "MIT-Festival",
            Quality = quality,
            Concurrency = Environment.ProcessorCount,
            Accepts = ImmutableDictionary<string, ImmutableArray<string>>.Empty
                .Add(VoiceSetting, [voice])
                .Add("language", Iso639.LatinScript),
            Settings = ImmutableDictionary<string, string>.Empty.Add(VoiceSetting, voice),
        };
}
