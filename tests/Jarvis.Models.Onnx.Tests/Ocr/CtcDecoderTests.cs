using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Tests.Ocr;

public sealed class CtcDecoderTests
{
    private static readonly string[] Alphabet = ["", "a", "b", "，", "国", " "];

    [Theory]
    [InlineData("aa-a", "aa")]
    [InlineData("ab--b", "abb")]
    [InlineData("-----", "")]
    [InlineData("", "")]
    [InlineData("a--_--b", "a b")]
    [InlineData("_ab_", "ab")]
    public void Repeats_are_joined_and_blanks_dropped(string path, string text) => Assert.Equal(text, Decode(path, 0).Text);

    [Fact]
    public void A_space_that_loses_to_the_blank_by_little_is_read()
    {
        Assert.Equal("a b", Decode("a-b", 0.1f).Text);
        Assert.Equal("ab", Decode("a-b", 0.005f).Text);
    }

    [Fact]
    public void Confidence_is_the_mean_probability_of_what_was_read()
    {
        Assert.Equal(0.8f, Decode("a-b", 0).Confidence, 0.001f);
        Assert.Equal(0, Decode("---", 0).Confidence);
    }

    [Fact]
    public void Full_width_punctuation_is_made_Latin_unless_Chinese_stands_beside_it()
    {
        Assert.Equal("a,b", Decode("a3b", 0).Text);
        Assert.Equal("国，国", Decode("434", 0).Text);
    }

    // '-' is the blank, '_' the space, digits are classes; the blank's steps hold some of the space.
    private static ReadText Decode(string path, float space)
    {
        var probabilities = new float[path.Length * Alphabet.Length];
        for (var i = 0; i < path.Length; i++)
        {
            var step = probabilities.AsSpan(i * Alphabet.Length, Alphabet.Length);
            var (best, rest) = path[i] switch { '-' => (0, space), '_' => (5, 0), 'a' => (1, 0), 'b' => (2, 0), var digit => (digit - '0', 0f) };
            step[5] = rest;
            step[best] = 0.8f;
        }

        return new CtcDecoder(Alphabet).Decode(probabilities);
    }
}
