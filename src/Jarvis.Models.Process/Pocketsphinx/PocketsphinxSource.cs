using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models.Process.Commands;
using Jarvis.Planning;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Process.Pocketsphinx;

/// <summary>The card of pocketsphinx with its American English model.</summary>
internal sealed class PocketsphinxSource(ProgramFinder programs, IOptions<ProcessModelOptions> options) : IModelSource
{
    /// <inheritdoc/>
    public Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken)
    {
        var card = new ModelCard(
            new ModelId("pocketsphinx/en-us"),
            PocketsphinxRunner.RunnerName,
            [TaskTypes.AutomaticSpeechRecognition],
            "Writes down clearly spoken American English, with the time of each word; small, quick and far from perfect.")
        {
            Licence = "BSD-2-Clause",
            Quality = 0.3,
            MemoryBytes = 128L << 20,
            Concurrency = Environment.ProcessorCount,
            Accepts = ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("language", Iso639.Names("eng")),
        };
        var unavailable = programs.WhyMissing(PocketsphinxRunner.Program)
            ?? programs.WhyMissing("ffmpeg")
            ?? (Directory.Exists(Path.Combine(options.Value.PocketsphinxModel, "en-us"))
                ? null
                : "pocketsphinx's English model is not installed; install it with: apt install pocketsphinx-en-us");
        return Task.FromResult<ImmutableArray<ModelStatus>>([new(card, DeviceId.Cpu, unavailable)]);
    }
}
