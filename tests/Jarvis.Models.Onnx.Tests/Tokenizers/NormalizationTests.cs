using Jarvis.Models.Onnx.Tokenizers;

namespace Jarvis.Models.Onnx.Tests.Tokenizers;

/// <summary>The examples of Unicode Standard Annex 15, and what follows from them.</summary>
public sealed class NormalizationTests
{
    [Theory]
    [InlineData("\u00C5", "A\u030A")] // Å, figure 4
    [InlineData("\u212B", "A\u030A")] // the sign for ångström
    [InlineData("\u1E69", "s\u0323\u0307")] // figure 5
    [InlineData("\u1E0B\u0323", "d\u0323\u0307")] // marks in the order of their classes
    [InlineData("\uAC01", "\u1100\u1161\u11A8")] // hangul, by its rule
    [InlineData("\uAC00", "\u1100\u1161")]
    [InlineData("\uFB01", "\uFB01")] // a ligature stays: that is no canonical difference
    [InlineData("plain", "plain")]
    public void Decomposition_is_that_of_the_annex(string text, string expected) => Assert.Equal(expected, Apply(Normalization.Decompose, text));

    [Theory]
    [InlineData("A\u030A", "\u00C5")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("\u1E0B\u0323", "\u1E0D\u0307")] // figure 5
    [InlineData("q\u0307\u0323", "q\u0323\u0307")] // nothing to compose, marks in order
    [InlineData("\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("\u0958", "\u0915\u093C")] // excluded from composition
    [InlineData("a\u0315\u0300", "\u00E0\u0315")] // past a mark of another class
    [InlineData("a\u0300\u0300", "\u00E0\u0300")] // not past one of the same class
    public void Composition_is_that_of_the_annex(string text, string expected) => Assert.Equal(expected, Apply(Normalization.Compose, text));

    [Fact]
    public void A_composed_character_stands_where_its_parts_did()
    {
        var composed = Normalization.Compose(AlignedText.Of("xe\u0301y", 0, 4));

        Assert.Equal("x\u00E9y", composed.ToString());
        Assert.Equal((1, 3), composed.Place(1, 2));
    }

    [Fact]
    public void Accents_are_taken_off_what_was_decomposed() =>
        Assert.Equal("aeiou n c", Apply(text => Normalization.StripAccents(Normalization.Decompose(text)), "áèîõü ñ ç"));

    [Fact]
    public void Half_a_surrogate_pair_is_a_replacement_character() => Assert.Equal("a\uFFFDb", AlignedText.Of("a\uD800b", 0, 3).ToString());

    private static string Apply(Func<AlignedText, AlignedText> normalize, string text) => normalize(AlignedText.Of(text, 0, text.Length)).ToString();
}
