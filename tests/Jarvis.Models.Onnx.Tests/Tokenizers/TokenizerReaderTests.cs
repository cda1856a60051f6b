using System.Text;
using System.Text.Json.Nodes;
using Jarvis.Models.Onnx.Tokenizers;

namespace Jarvis.Models.Onnx.Tests.Tokenizers;

/// <summary>A tokenizer file is anybody's: what is not known is refused by its name.</summary>
public sealed class TokenizerReaderTests
{
    public static TheoryData<string, string, string> Unknown => new()
    {
        { "model", """{ "type": "Unigram", "vocab": { "a": 0 } }""", "model.type is 'Unigram'" },
        { "model", """{ "type": "BPE", "vocab": { "a": 0 }, "merges": [] }""", "BPE without the ByteLevel" },
        { "model", """{ "type": "WordPiece", "vocab": { "a": 0 } }""", "unk_token '[UNK]' is not in model.vocab" },
        { "model", """{ "type": "WordPiece", "vocab": {} }""", "model.vocab is empty" },
        { "model", """{ "type": "WordPiece", "vocab": { "[UNK]": -1 } }""", "A token's number is below 0" },
        { "model", """{ "type": "WordPiece", "vocab": { "[UNK]": 0, "a": 0 } }""", "is there twice" },
        { "model", """{ "type": "WordPiece", "vocab": { "[UNK]": 0, "a\nb": 1 } }""", "line break" },
        { "model", """{ "type": "WordPiece", "vocab": { "[UNK]": 0, "a": 9000000 } }""", "above 1,000,000" },
        { "model", """{ "type": "WordPiece", "vocab": [1, 2] }""", "lacks what a tokenizer.json has" },
        { "normalizer", """{ "type": "Precompiled" }""", "normalizer.type is 'Precompiled'" },
        { "pre_tokenizer", """{ "type": "Split", "pattern": { "Regex": "(a+)+$" } }""", "pre_tokenizer.type is 'Split'" },
        { "post_processor", """{ "type": "Other" }""", "post_processor.type is 'Other'" },
        { "added_tokens", """[{ "id": 1, "content": "", "special": false }]""", "empty or too long" },
    };

    [Theory]
    [MemberData(nameof(Unknown))]
    public void What_is_not_known_is_refused_by_its_name(string part, string json, string expected)
    {
        var file = TokenizerFiles.WordPiece();
        file[part] = JsonNode.Parse(json);

        var fault = Assert.Throws<FormatException>(() => TokenizerFiles.Read(file));

        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ignore_merges")]
    [InlineData("byte_fallback")]
    public void BPE_that_is_not_plain_is_refused(string flag)
    {
        var file = TokenizerFiles.ByteLevel(("h", "e"));
        file["model"]![flag] = true;

        Assert.Contains(flag, Assert.Throws<FormatException>(() => TokenizerFiles.Read(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("h")]
    [InlineData("h zz")]
    [InlineData("h e l")]
    public void A_merge_that_makes_no_token_is_refused(string merge)
    {
        var file = TokenizerFiles.ByteLevel(("h", "e"));
        ((JsonArray)file["model"]!["merges"]!).Add(merge);

        Assert.Contains("model.merges[1]", Assert.Throws<FormatException>(() => TokenizerFiles.Read(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{ "model": 3 }""")]
    [InlineData("""{ "model": { "type": "WordPiece", "vocab": { "[UNK]": "x" } } }""")]
    [InlineData("""{ "a":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]] }""")]
    public void A_damaged_file_is_a_fault_that_says_so(string json) =>
        Assert.Throws<FormatException>(() => TokenizerReader.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Numbers_without_a_token_are_no_fault()
    {
        var file = TokenizerFiles.WordPiece();
        file["model"]!["vocab"]!["far"] = 500;

        Assert.Equal([500], TokenizerFiles.Read(file).Tokenize("far").Select(token => token.Id));
    }
}
