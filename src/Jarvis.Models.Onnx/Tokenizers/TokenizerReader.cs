using System.Text.Json;

namespace Jarvis.Models.Onnx.Tokenizers;

/// <summary>
/// Reads <c>tokenizer.json</c>, the file of Hugging Face's <c>tokenizers</c>: WordPiece and byte-level BPE. It is anybody's file: what is
/// not known is refused by its name, never passed over, for tokens that are only nearly right are wrong answers that nobody sees.
/// </summary>
internal static class TokenizerReader
{
    /// <summary>The most bytes of a file.</summary>
    public const int MaxBytes = 32 << 20;

    private const int MaxVocabulary = 1_000_000;
    private const int MaxAdded = 10_000;
    private const int MaxAddedLength = 256;
    private const int MaxLengths = 64;
    private const int MaxWord = 1_000;
    private const int MaxTemplate = 64;

    /// <summary>Reads a file.</summary>
    /// <param name="utf8">Its bytes, at most <see cref="MaxBytes"/>.</param>
    /// <exception cref="FormatException">It is damaged, or asks for what is not known; the message says where and what to do.</exception>
    public static TextTokenizer Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 16 });
            return Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"It is no JSON at line {exception.LineNumber + 1}; take the file as the model came with it.", exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or OverflowException or IndexOutOfRangeException)
        {
            throw new FormatException("It lacks what a tokenizer.json has, or has it in another form; take the file as the model came with it.", exception);
        }
    }

    private static TextTokenizer Read(JsonElement root)
    {
        var model = root.GetProperty("model");
        var vocabulary = ReadVocabulary(model.GetProperty("vocab"));
        var steps = SplitterReader.Read(Part(root, "pre_tokenizer"));
        var type = Text(model, "type") ?? (model.TryGetProperty("merges", out _) ? "BPE" : "WordPiece");
        var ids = new Dictionary<string, int>(vocabulary, StringComparer.Ordinal);
        var added = ReadAdded(Part(root, "added_tokens"), ids);
        return new TextTokenizer(
            added,
            NormalizerReader.Read(Part(root, "normalizer")),
            steps.Split,
            steps.IsByteLevel,
            steps.AddsPrefixSpace,
            type switch
            {
                "WordPiece" when !steps.IsByteLevel => ReadWordPiece(model, vocabulary),
                "BPE" when steps.IsByteLevel => ReadBpe(model, vocabulary),
                "BPE" => throw new FormatException("model.type is BPE without the ByteLevel pre_tokenizer; byte-level BPE and WordPiece can be read."),
                _ => throw new FormatException($"model.type is {Shown(type)}; WordPiece and byte-level BPE can be read."),
            })
        {
            Template = TemplateReader.Read(Part(root, "post_processor"), MaxTemplate),
            PadId = Part(root, "padding") is { } padding ? padding.GetProperty("pad_id").GetInt32() : PadIdOf(ids),
            VocabularySize = ids.Values.Max() + 1,
        };
    }

    /// <summary>A part that is there and not null.</summary>
    internal static JsonElement? Part(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var part) && part.ValueKind is not JsonValueKind.Null ? part : null;

    /// <summary>A text, or null.</summary>
    internal static string? Text(JsonElement parent, string name) => Part(parent, name)?.GetString();

    /// <summary>A yes or no.</summary>
    internal static bool Flag(JsonElement parent, string name, bool otherwise) => Part(parent, name)?.GetBoolean() ?? otherwise;

    /// <summary>A name of the file, short enough for a message.</summary>
    internal static string Shown(string? name) => name is null ? "missing" : name.Length <= 40 ? $"'{name}'" : $"'{name[..40]}…'";

    private static Dictionary<string, int> ReadVocabulary(JsonElement vocab)
    {
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in vocab.EnumerateObject())
        {
            vocabulary[entry.Name] = Id(entry.Value);
            if (vocabulary.Count > MaxVocabulary)
            {
                throw new FormatException($"model.vocab has more than {MaxVocabulary:N0} tokens.");
            }
        }

        return vocabulary.Count > 0 ? vocabulary : throw new FormatException("model.vocab is empty.");
    }

    private static AddedTokens ReadAdded(JsonElement? tokens, Dictionary<string, int> ids)
    {
        var plain = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var token in tokens?.EnumerateArray().Take(MaxAdded + 1) ?? [])
        {
            var content = Text(token, "content") ?? "";
            ids[content] = Id(token.GetProperty("id"));
            if (content.Length is 0 or > MaxAddedLength || ids.Count > MaxVocabulary + MaxAdded)
            {
                throw new FormatException($"added_tokens has an empty or too long token, or more than {MaxAdded:N0}.");
            }

            if (!Flag(token, "special", false))
            {
                plain[content] = ids[content];
            }
        }

        return plain.Keys.Select(token => token.Length).Distinct().Count() <= MaxLengths && plain.Count <= MaxAdded
            ? new AddedTokens(plain)
            : throw new FormatException($"added_tokens has tokens of more than {MaxLengths} lengths, or more than {MaxAdded:N0}.");
    }

    private static TokenModel ReadWordPiece(JsonElement model, Dictionary<string, int> vocabulary)
    {
        var unknown = Text(model, "unk_token") ?? "[UNK]";
        return vocabulary.ContainsKey(unknown) && vocabulary.Values.Max() <= MaxVocabulary
            ? TokenModel.WordPiece(
                vocabulary,
                unknown,
                Text(model, "continuing_subword_prefix") ?? "##",
                Math.Clamp(Part(model, "max_input_chars_per_word")?.GetInt32() ?? 100, 1, MaxWord))
            : throw new FormatException($"model.unk_token {Shown(unknown)} is not in model.vocab, or a token's number is above {MaxVocabulary:N0}.");
    }

    private static TokenModel ReadBpe(JsonElement model, Dictionary<string, int> vocabulary)
    {
        foreach (var (name, value) in new[] { ("continuing_subword_prefix", Text(model, "continuing_subword_prefix")), ("end_of_word_suffix", Text(model, "end_of_word_suffix")) })
        {
            if (!string.IsNullOrEmpty(value))
            {
                throw new FormatException($"model.{name} is {Shown(value)}; byte-level BPE has none.");
            }
        }

        if (Flag(model, "ignore_merges", false) || Flag(model, "byte_fallback", false))
        {
            throw new FormatException("model.ignore_merges or model.byte_fallback is true; only plain byte-level BPE can be read.");
        }

        var merges = new List<string>();
        foreach (var merge in model.GetProperty("merges").EnumerateArray())
        {
            var parts = merge.ValueKind is JsonValueKind.Array ? [.. merge.EnumerateArray().Select(part => part.GetString()!)] : merge.GetString()!.Split(' ');
            if (parts.Length != 2 || merges.Count == MaxVocabulary || !vocabulary.ContainsKey(parts[0]) || !vocabulary.ContainsKey(parts[1])
                || !vocabulary.ContainsKey(parts[0] + parts[1]))
            {
                throw new FormatException($"model.merges[{merges.Count}] is no pair of tokens that make a token of model.vocab.");
            }

            merges.Add($"{parts[0]} {parts[1]}");
        }

        return TokenModel.Bpe(vocabulary, merges);
    }

    private static int Id(JsonElement number) => number.TryGetInt32(out var id) && id is >= 0 and <= 10_000_000
        ? id
        : throw new FormatException("A token's number is below 0 or above 10,000,000.");

    private static int PadIdOf(Dictionary<string, int> ids)
    {
        foreach (var name in (ReadOnlySpan<string>)["[PAD]", "<pad>", "<|padding|>"])
        {
            if (ids.TryGetValue(name, out var id))
            {
                return id;
            }
        }

        return 0;
    }
}
