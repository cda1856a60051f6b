using Jarvis.Models.Process.Flite;

namespace Jarvis.Models.Process.Tests.Speech;

public sealed class SpeechTextTests
{
    [Theory]
    [InlineData("Plain text, as it is!", "Plain text, as it is!")]
    [InlineData("¿Cuánto cuesta el café?", "Cuanto cuesta el cafe?")]
    [InlineData("mañana ESPAÑA", "manyana ESPANyA")]
    [InlineData("Straße über Œuvre", "Strasse uber Oeuvre")]
    [InlineData("Łódź žluťoučký", "Lodz zlutoucky")]
    [InlineData("€12.50", "12.50 euros ")]
    [InlineData("£ 1,000.", "1,000 pounds .")]
    [InlineData("5 €", "5  euros ")]
    [InlineData("“quoted” – it’s…", "\"quoted\"  -  it's...")]
    [InlineData("tab\tand\u00a0space\0", "tab and space ")]
    [InlineData("日本 ok 👍", " ok ")]
    public void What_an_english_voice_cannot_say_is_put_another_way(string text, string folded)
    {
        Assert.Equal(folded, SpeechText.Fold(text));
        Assert.True(System.Text.Ascii.IsValid(SpeechText.Fold(text)));
    }

    [Fact]
    public void Pieces_are_cut_after_sentences()
    {
        var pieces = SpeechText.Split("A first one. A second one. And the third one is long.", 30);
        Assert.Equal(["A first one. A second one.", "And the third one is long."], pieces.AsEnumerable());
    }

    [Fact]
    public void Nothing_is_lost_between_pieces()
    {
        var words = Enumerable.Range(0, 2000).Select(number => $"word{number}{(number % 9 == 0 ? "." : "")}").ToArray();

        var pieces = SpeechText.Split(string.Join(' ', words), 100);

        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, 100));
        Assert.Equal(words, pieces.SelectMany(piece => piece.Split(' ')));
    }

    [Fact]
    public void A_word_without_end_is_cut_where_it_has_to_be() =>
        Assert.Equal([100, 100, 50], SpeechText.Split(new string('a', 250), 100).Select(piece => piece.Length));

    [Fact]
    public void What_has_no_word_is_not_said() => Assert.Empty(SpeechText.Split(" ... !?\n - ", 100));
}
