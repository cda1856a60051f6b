using System.Text.Json;

namespace Jarvis.Models.Onnx.Tokenizers;

/// <summary>Reads the <c>pre_tokenizer</c> of a <c>tokenizer.json</c>. Patterns of the file's own are not run: they may take for ever.</summary>
internal static class SplitterReader
{
    /// <summary>How text becomes words.</summary>
    /// <param name="preTokenizer">The part; null where there is none, and the text is one word.</param>
    /// <exception cref="FormatException">It is not known.</exception>
    public static Splitter Read(JsonElement? preTokenizer)
    {
        if (preTokenizer is not { } part)
        {
            return new(Whole);
        }

        return TokenizerReader.Text(part, "type") switch
        {
            "BertPreTokenizer" => new(WordSplitting.Bert),
            "Whitespace" => new(WordSplitting.Whitespace),
            "WhitespaceSplit" => new(WordSplitting.WhitespaceSplit),
            "ByteLevel" => new(
                TokenizerReader.Flag(part, "use_regex", true) ? WordSplitting.Gpt2 : Whole,
                IsByteLevel: true,
                TokenizerReader.Flag(part, "add_prefix_space", true)),
            "Sequence" when part.GetProperty("pretokenizers") is { ValueKind: JsonValueKind.Array } steps && steps.GetArrayLength() == 1 && IsSimple(steps[0]) =>
                Read(steps[0]),
            var type => throw new FormatException(
                $"pre_tokenizer.type is {TokenizerReader.Shown(type)}; BertPreTokenizer, ByteLevel, Whitespace and WhitespaceSplit can be read."),
        };
    }

    private static bool IsSimple(JsonElement step) => TokenizerReader.Text(step, "type") is not "Sequence";

    private static IEnumerable<Range> Whole(string text) => text.Length > 0 ? [0..text.Length] : [];
}
