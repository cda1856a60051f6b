using System.Text.Json.Nodes;
using Jarvis.Models.Onnx.Tokenizers;

namespace Jarvis.Models.Onnx.Tests.Tokenizers;

public sealed class WordPieceTests
{
    private static readonly TextTokenizer Uncased = TokenizerFiles.Read(TokenizerFiles.WordPiece());

    [Theory]
    [InlineData("unaffable", "un ##aff ##able")]
    [InlineData("Hello, WORLD!", "hello , world !")]
    [InlineData("hello hello", "hello hello")]
    [InlineData("café", "caf ##e")]
    [InlineData("cafe\u0301", "caf ##e")]
    [InlineData("CAFÉ", "caf ##e")]
    [InlineData("東京", "東 京")]
    [InlineData("unknown", "[UNK]")]
    [InlineData("hel\u0000lo\u200b", "hello")]
    [InlineData("hello\t\r\nworld", "hello world")]
    [InlineData("hello!!", "hello ! !")]
    [InlineData("", "")]
    [InlineData("   ", "")]
    public void A_word_is_cut_greedily_from_the_left(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Uncased.Tokenize(text).Select(token => TokenizerFiles.WordPieceTokens[token.Id])));

    [Theory]
    [InlineData("Hello, world", "Hello|,|world")]
    [InlineData("  café!", "caf|é|!")]
    [InlineData("cafe\u0301 !", "caf|e|!")]
    [InlineData("in 東京", "in|東|京")]
    [InlineData("unaffable", "un|aff|able")]
    [InlineData("hello 𝒳 world", "hello|𝒳|world")]
    public void Every_token_knows_where_it_stands_in_the_text_as_it_was_written(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Uncased.Tokenize(text).Select(token => text[token.Start..token.End])));

    [Fact]
    public void Tokens_of_a_word_say_so() =>
        Assert.Equal([0, 0, 0, 1, 2], Uncased.Tokenize("unaffable hello!").Select(token => token.Word));

    [Fact]
    public void A_cased_vocabulary_keeps_case_and_accents()
    {
        var cased = TokenizerFiles.Read(TokenizerFiles.WordPiece(lowercase: false));

        Assert.Equal([1, 8], cased.Tokenize("Hello world").Select(token => token.Id));
        Assert.Equal([1], cased.Tokenize("café").Select(token => token.Id));
    }

    [Fact]
    public void A_text_stands_between_special_tokens()
    {
        var encoding = Uncased.Encode("hello");

        Assert.Equal([2, 7, 3], encoding.Tokens.Select(token => token.Id));
        Assert.Equal([-1, 0, -1], encoding.Texts.ToArray());
    }

    [Fact]
    public void A_pair_has_two_segments()
    {
        var encoding = Uncased.Template.Apply(Uncased.Tokenize("hello"), Uncased.Tokenize("world !"));

        Assert.Equal([2, 7, 3, 8, 10, 3], encoding.Tokens.Select(token => token.Id));
        Assert.Equal([0, 0, 0, 1, 1, 1], encoding.TypeIds.ToArray());
        Assert.Equal([-1, 0, -1, 1, 1, -1], encoding.Texts.ToArray());
    }

    [Fact]
    public void BertProcessing_is_the_same_template()
    {
        var file = TokenizerFiles.WordPiece();
        file["post_processor"] = new JsonObject { ["type"] = "BertProcessing", ["sep"] = new JsonArray("[SEP]", 3), ["cls"] = new JsonArray("[CLS]", 2) };
        var tokenizer = TokenizerFiles.Read(file);

        Assert.Equal(Uncased.Template.Single.AsEnumerable(), tokenizer.Template.Single);
        Assert.Equal(Uncased.Template.Pair.AsEnumerable(), tokenizer.Template.Pair);
    }

    [Fact]
    public void Special_tokens_in_a_text_are_text() =>
        Assert.DoesNotContain(Uncased.Tokenize("hello [SEP] world"), token => token.Id == 3);

    [Fact]
    public void Other_added_tokens_are_found_whole_the_longest_first()
    {
        var file = TokenizerFiles.WordPiece();
        ((JsonArray)file["added_tokens"]!).Add(new JsonObject { ["id"] = 90, ["content"] = "hello world", ["special"] = false });
        ((JsonArray)file["added_tokens"]!).Add(new JsonObject { ["id"] = 91, ["content"] = "hello", ["special"] = false });
        var tokenizer = TokenizerFiles.Read(file);

        Assert.Equal([90, 91, 10], tokenizer.Tokenize("hello worldhello!").Select(token => token.Id));
        Assert.Equal([(0, 11), (11, 16), (16, 17)], tokenizer.Tokenize("hello worldhello!").Select(token => (token.Start, token.End)));
    }

    [Fact]
    public void The_pad_token_is_that_of_the_file()
    {
        var file = TokenizerFiles.WordPiece();
        Assert.Equal(0, TokenizerFiles.Read(file).PadId);
        file["padding"] = new JsonObject { ["pad_id"] = 5, ["pad_token"] = "##aff" };
        Assert.Equal(5, TokenizerFiles.Read(file).PadId);
    }

    [Fact]
    public void A_long_text_takes_no_more_than_its_length()
    {
        var text = new string('a', 100_000) + string.Concat(Enumerable.Repeat(" un", 30_000));

        Assert.Equal(30_001, Uncased.Tokenize(text).Length);
    }
}
