using System.Collections.Immutable;
using System.Text;
using Jarvis.Errors;
using Jarvis.Models.Process.Commands;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Process.Apertium;

/// <summary>Translates text with apertium, segment by segment, so that lines, columns and figures stay where they are.</summary>
internal sealed class ApertiumRunner(CommandRunner commands, IOptions<ProcessModelOptions> options) : OneByOneRunner
{
    public const string RunnerName = "apertium";
    public const string Program = "apertium";

    /// <inheritdoc/>
    public override string Name => RunnerName;

    /// <inheritdoc/>
    protected override async Task<ImmutableArray<ModelOutput>> RunAsync(
        ModelCard card,
        ModelRequest request,
        CancellationToken cancellationToken)
    {
        var text = await request.One("text").ReadTextAsync(options.Value.MaxTranslationCharacters, cancellationToken).ConfigureAwait(false);
        var segments = SegmentedText.Parse(text);
        if (segments.Segments.All(string.IsNullOrWhiteSpace))
        {
            throw Error.InvalidRequest("There is nothing to translate: the text is empty.");
        }

        var pair = card.Settings[ApertiumSource.PairSetting];
        var shouted = segments.Segments.Select(LetterCase.IsShouted).ToArray();
        var calm = segments.Segments.Select((segment, index) => shouted[index] ? segment.ToLowerInvariant() : segment);
        var translated = await TranslateAsync(pair, [.. calm], request.ScratchPath("."), cancellationToken).ConfigureAwait(false);
        if (translated.Length != segments.Segments.Length)
        {
            throw Error.ModelFailed("apertium gave another number of lines than it was given.", retryable: false);
        }

        var cased = translated.Select((target, index) => shouted[index]
            ? target.ToUpperInvariant()
            : LetterCase.Calm(segments.Segments[index], target, pair[(pair.IndexOf('-', StringComparison.Ordinal) + 1)..]));
        return [ModelOutput.FromText("text", segments.Join([.. cased]), "translation.txt")];
    }

    private async Task<ImmutableArray<string>> TranslateAsync(
        string pair,
        ImmutableArray<string> segments,
        string folder,
        CancellationToken cancellationToken)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(ApertiumStream.Write(segments)), writable: false);
        var result = await commands
            .RunAsync(new(Program, ["-u", "-f", "none", pair]) { Folder = folder, Input = input }, cancellationToken)
            .ConfigureAwait(false);
        result.ThrowIfFailed();
        return ApertiumStream.Read(Encoding.UTF8.GetString(result.Output.Span));
    }
}
