using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Jarvis.Identity;
using Jarvis.Models.Process.Commands;
using Jarvis.Planning;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Process.Apertium;

/// <summary>
/// A card for each language pair of apertium that is installed, found by its mode file. Regional forms such as <c>spa-eng_US</c> are left
/// out: a plan names languages, not regions.
/// </summary>
internal sealed partial class ApertiumSource(ProgramFinder programs, IOptions<ProcessModelOptions> options) : IModelSource
{
    /// <summary>The setting that names the pair.</summary>
    public const string PairSetting = "pair";

    private const int MaxPairs = 500;

    /// <inheritdoc/>
    public Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken)
    {
        var pairs = Installed();
        var unavailable = programs.WhyMissing(ApertiumRunner.Program)
            ?? (pairs.IsEmpty ? "no language pair of apertium is installed; install one with: apt install apertium-eng-spa" : null);

        // Where nothing is installed, the pair that is most asked for stands for all: its reason says what to install.
        ImmutableArray<string> shown = pairs.IsEmpty ? ["eng-spa", "spa-eng"] : pairs;
        return Task.FromResult<ImmutableArray<ModelStatus>>([.. shown.Select(pair => new ModelStatus(Card(pair), DeviceId.Cpu, unavailable))]);
    }

    private static ModelCard Card(string pair)
    {
        var languages = pair.Split('-');
        var source = Iso639.Names(languages[0]);
        var target = Iso639.Names(languages[1]);
        return new(
            new ModelId($"apertium/{pair}"),
            ApertiumRunner.RunnerName,
            [TaskTypes.Translation],
            $"Translates from {source[0]} to {target[0]} by rules; keeps lines, figures and layout, leaves unknown words as they are.")
        {
            Licence = "GPL-2.0-or-later",
            Quality = 0.4,
            Concurrency = Environment.ProcessorCount,
            Accepts = ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("source", source).Add("target", target),
            Settings = ImmutableDictionary<string, string>.Empty.Add(PairSetting, pair),
        };
    }

    private ImmutableArray<string> Installed()
    {
        var folder = new DirectoryInfo(options.Value.ApertiumModes);
        return folder.Exists
            ?
            [
                .. folder.EnumerateFiles("*.mode")
                    .Select(file => Path.GetFileNameWithoutExtension(file.Name))
                    .Where(pair => PlainPair().IsMatch(pair))
                    .Order(StringComparer.Ordinal)
                    .Take(MaxPairs),
            ]
            : [];
    }

    [GeneratedRegex(@"\A[a-z]{2,3}-[a-z]{2,3}\z")]
    private static partial Regex PlainPair();
}
