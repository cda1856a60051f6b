using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Jarvis.Models.Onnx.Tokenizers;

namespace Jarvis.Models.Onnx.Tests.Tokenizers;

public sealed class ByteLevelTests
{
    // "Ġ" is the space: byte 32 is the 33rd that is not printable.
    private static readonly (string First, string Second)[] Merges =
        [("h", "e"), ("l", "l"), ("he", "ll"), ("hell", "o"), ("Ġ", "w"), ("Ġw", "o"), ("Ġ", "hello"), ("o", "r")];

    private static readonly JsonObject File = TokenizerFiles.ByteLevel(Merges);

    private static readonly TextTokenizer Tokenizer = TokenizerFiles.Read(File);

    private static readonly Dictionary<int, string> Tokens =
        ((JsonObject)File["model"]!["vocab"]!).ToDictionary(entry => entry.Value!.GetValue<int>(), entry => entry.Key);

    [Theory]
    [InlineData("hello", "hello")]
    [InlineData("hello hello", "hello|Ġhello")]
    [InlineData("hello  world", "hello|Ġ|Ġwo|r|l|d")]
    [InlineData("hello \n", "hello|Ġ|Ċ")]
    [InlineData("he'll", "he|'|ll")]
    [InlineData("hé", "h|Ã|©")]
    [InlineData("or4", "or|4")]
    [InlineData("", "")]
    public void Words_are_cut_as_GPT2_does_and_pairs_are_joined_in_their_order(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Tokenizer.Tokenize(text).Select(token => Tokens[token.Id])));

    [Property(MaxTest = 500)]
    public void What_was_encoded_is_what_its_tokens_spell(string? text)
    {
        // Half a surrogate pair is no text.
        var written = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text ?? ""));

        Assert.Equal(written, ByteLevelAlphabet.Decode(string.Concat(Tokenizer.Tokenize(written).Select(token => Tokens[token.Id]))));
    }

    [Property(MaxTest = 500)]
    public void Tokens_stand_in_order_and_leave_nothing_out(string? text)
    {
        var written = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text ?? ""));
        var tokens = Tokenizer.Tokenize(written);

        Assert.All(tokens.Zip(tokens.Skip(1)), pair => Assert.True(pair.First.Start <= pair.Second.Start && pair.First.End <= pair.Second.End));
        Assert.Equal(written.Length, Enumerable.Range(0, written.Length).Count(i => tokens.Any(token => token.Start <= i && i < token.End)));
    }

    [Fact]
    public void A_pair_stands_as_RoBERTa_has_it()
    {
        var (begin, end) = (Tokens.Single(token => token.Value == "<s>").Key, Tokens.Single(token => token.Value == "</s>").Key);

        var pair = Tokenizer.Template.Apply(Tokenizer.Tokenize("h"), Tokenizer.Tokenize("l"));

        Assert.Equal([begin, Id("h"), end, end, Id("l"), end], pair.Tokens.Select(token => token.Id));
        Assert.All(pair.TypeIds, type => Assert.Equal(0, type));
    }

    [Fact]
    public void A_space_is_put_before_the_first_word_where_the_file_says_so()
    {
        var file = TokenizerFiles.ByteLevel(Merges);
        file["pre_tokenizer"]!["add_prefix_space"] = true;

        var token = Assert.Single(TokenizerFiles.Read(file).Tokenize("hello"));

        Assert.Equal(Id("Ġhello"), token.Id);
        Assert.Equal((0, 5), (token.Start, token.End));
    }

    [Fact]
    public void Merges_may_be_written_as_pairs()
    {
        var file = TokenizerFiles.ByteLevel(Merges);
        file["model"]!["merges"] = new JsonArray([.. Merges.Select(merge => (JsonNode)new JsonArray(merge.First, merge.Second))]);

        Assert.Equal([Id("hello")], TokenizerFiles.Read(file).Tokenize("hello").Select(token => token.Id));
    }

    [Theory]
    [InlineData("I've 12 cats, ok?", "I|'ve| 12| cats|,| ok|?")]
    [InlineData("a  b", "a| | b")]
    [InlineData("a   ", "a|   ")]
    [InlineData(" a", " a")]
    [InlineData("x\n\ny", "x|\n|\n|y")]
    [InlineData("don't can'tt", "don|'t| can|'t|t")]
    [InlineData("𝒜𝒷1", "𝒜𝒷|1")]
    [InlineData("½ Ⅷ", "½| Ⅷ")]
    public void The_pattern_of_GPT2_is_kept(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', WordSplitting.Gpt2(text).Select(range => text[range])));

    private static int Id(string token) => Tokens.Single(entry => entry.Value == token).Key;
}
