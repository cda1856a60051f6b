using System.Text;
using System.Text.Json.Nodes;
using Jarvis.Models.Onnx.Tokenizers;

namespace Jarvis.Models.Onnx.Tests.Tokenizers;

/// <summary>Tokenizer files with small vocabularies, written by hand.</summary>
internal static class TokenizerFiles
{
    /// <summary>The tokens of <see cref="WordPiece"/>; a token's number is its place.</summary>
    public static readonly string[] WordPieceTokens =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##aff", "##able", "hello", "world", ",", "!", "caf", "##e", "東", "京", "in", "paris", "ada", "lives", "who", "where", "?", ".", "the", "cat", "sat", "endless"];

    public static JsonObject WordPiece(bool lowercase = true) => new()
    {
        ["version"] = "1.0",
        ["added_tokens"] = Special(("[PAD]", 0), ("[UNK]", 1), ("[CLS]", 2), ("[SEP]", 3)),
        ["normalizer"] = new JsonObject
        {
            ["type"] = "BertNormalizer",
            ["clean_text"] = true,
            ["handle_chinese_chars"] = true,
            ["strip_accents"] = null,
            ["lowercase"] = lowercase,
        },
        ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
        ["post_processor"] = new JsonObject
        {
            ["type"] = "TemplateProcessing",
            ["single"] = new JsonArray(Special("[CLS]", 0), Sequence("A", 0), Special("[SEP]", 0)),
            ["pair"] = new JsonArray(Special("[CLS]", 0), Sequence("A", 0), Special("[SEP]", 0), Sequence("B", 1), Special("[SEP]", 1)),
            ["special_tokens"] = new JsonObject { ["[CLS]"] = Ids(2), ["[SEP]"] = Ids(3) },
        },
        ["model"] = new JsonObject
        {
            ["type"] = "WordPiece",
            ["unk_token"] = "[UNK]",
            ["continuing_subword_prefix"] = "##",
            ["max_input_chars_per_word"] = 100,
            ["vocab"] = new JsonObject(WordPieceTokens.Select((token, id) => KeyValuePair.Create<string, JsonNode?>(token, id))),
        },
    };

    /// <summary>A byte-level vocabulary: the 256 bytes, then what merges make, then special tokens.</summary>
    public static JsonObject ByteLevel(params (string First, string Second)[] merges)
    {
        var vocab = new JsonObject();
        foreach (var character in Alphabet())
        {
            vocab[$"{character}"] = vocab.Count;
        }

        foreach (var (first, second) in merges)
        {
            vocab[first + second] = vocab.Count;
        }

        var (begin, end) = (vocab.Count, vocab.Count + 1);
        vocab["<s>"] = begin;
        vocab["</s>"] = end;
        return new()
        {
            ["version"] = "1.0",
            ["added_tokens"] = Special(("<s>", begin), ("</s>", end)),
            ["normalizer"] = null,
            ["pre_tokenizer"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = true },
            ["post_processor"] = new JsonObject { ["type"] = "RobertaProcessing", ["sep"] = new JsonArray("</s>", end), ["cls"] = new JsonArray("<s>", begin) },
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["vocab"] = vocab,
                ["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)$"{merge.First} {merge.Second}")]),
            },
        };
    }

    public static TextTokenizer Read(JsonObject file) => TokenizerReader.Read(Encoding.UTF8.GetBytes(file.ToJsonString()));

    /// <summary>The characters for the 256 bytes, by the rule of GPT-2: printable ones are themselves, the others 256 and up.</summary>
    public static IEnumerable<char> Alphabet()
    {
        var next = 256;
        for (var value = 0; value < 256; value++)
        {
            yield return (char)(value is (> 32 and < 127) or (> 160 and < 173) or (> 173 and < 256) ? value : next++);
        }
    }

    private static JsonArray Special(params (string Content, int Id)[] tokens) => new([.. tokens.Select(token => (JsonNode)new JsonObject
    {
        ["id"] = token.Id,
        ["content"] = token.Content,
        ["special"] = true,
    })]);

    private static JsonObject Special(string token, int type) => new() { ["SpecialToken"] = new JsonObject { ["id"] = token, ["type_id"] = type } };

    private static JsonObject Sequence(string text, int type) => new() { ["Sequence"] = new JsonObject { ["id"] = text, ["type_id"] = type } };

    private static JsonObject Ids(int id) => new() { ["id"] = "", ["ids"] = new JsonArray(id) };
}
