using System.Collections.Immutable;
using System.Text.Json;

namespace Jarvis.Models.Onnx.Tokenizers;

/// <summary>Reads the <c>normalizer</c> of a <c>tokenizer.json</c>.</summary>
internal static class NormalizerReader
{
    private const int MaxSteps = 16;

    /// <summary>What it does, in order.</summary>
    /// <param name="normalizer">The part; null where there is none.</param>
    /// <exception cref="FormatException">It is not known.</exception>
    public static ImmutableArray<Func<AlignedText, AlignedText>> Read(JsonElement? normalizer) => normalizer is { } part ? [.. Steps(part)] : [];

    private static IEnumerable<Func<AlignedText, AlignedText>> Steps(JsonElement part) => TokenizerReader.Text(part, "type") switch
    {
        "BertNormalizer" => Bert(part),
        "Lowercase" => [Normalization.Lowercase],
        "NFC" => [Normalization.Compose],
        "NFD" => [Normalization.Decompose],
        "StripAccents" => [Normalization.StripAccents],
        "Sequence" when part.GetProperty("normalizers").GetArrayLength() > MaxSteps =>
            throw new FormatException($"normalizer is a Sequence of more than {MaxSteps} steps."),
        "Sequence" => part.GetProperty("normalizers").EnumerateArray().SelectMany(Steps),
        var type => throw new FormatException(
            $"normalizer.type is {TokenizerReader.Shown(type)}; BertNormalizer, Lowercase, NFC, NFD, StripAccents and Sequence can be read."),
    };

    private static IEnumerable<Func<AlignedText, AlignedText>> Bert(JsonElement part)
    {
        var isLower = TokenizerReader.Flag(part, "lowercase", true);
        if (TokenizerReader.Flag(part, "clean_text", true))
        {
            yield return Normalization.Clean;
        }

        if (TokenizerReader.Flag(part, "handle_chinese_chars", true))
        {
            yield return Normalization.SeparateIdeographs;
        }

        if (TokenizerReader.Flag(part, "strip_accents", isLower))
        {
            yield return Normalization.Decompose;
            yield return Normalization.StripAccents;
        }

        if (isLower)
        {
            yield return Normalization.Lowercase;
        }
    }
}
