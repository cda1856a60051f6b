using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models.Process.Commands;
using Jarvis.Planning;

namespace Jarvis.Models.Process.Espeak;

/// <summary>
/// Two cards of one engine: for the languages that nothing else here can say, where it comes first, and for English, where the voices of
/// flite are nicer.
/// </summary>
internal sealed class EspeakSource(ProgramFinder programs) : IModelSource
{
    /// <inheritdoc/>
    public Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken)
    {
        var unavailable = programs.WhyMissing(EspeakRunner.Program);
        return Task.FromResult<ImmutableArray<ModelStatus>>(
        [
            new(Card("multilingual", "Reads about sixty languages aloud, each with its own sounds.", 0.55, EspeakVoices.Foreign), DeviceId.Cpu, unavailable),
            new(Card("english", "Reads English aloud.", 0.35, ["en"]), DeviceId.Cpu, unavailable),
        ]);
    }

    private static ModelCard Card(string name, string description, double quality, ImmutableArray<string> languages) =>
        new(new ModelId($"espeak-ng/{name}"), EspeakRunner.RunnerName, [TaskTypes.TextToSpeech], description)
        {
            Licence = "GPL-3.0-or-later",
            Quality = quality,
            Concurrency = Environment.ProcessorCount,
            Accepts = ImmutableDictionary<string, ImmutableArray<string>>.Empty
                .Add(EspeakRunner.LanguageOption, languages)
                // It has no voices by name: a task that asks for one is for flite.
                .Add("voice", []),
        };
}
