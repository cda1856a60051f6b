using Jarvis.Models.Process.Apertium;

namespace Jarvis.Models.Process.Tests.Apertium;

public sealed class SegmentedTextTests
{
    [Theory]
    [InlineData("one line", "one line")]
    [InlineData("two\nlines", "two|lines")]
    [InlineData("columns   of\ttext", "columns|of|text")]
    [InlineData("a\n\n\nb", "a|b")]
    [InlineData("  a  ", "|a|")]
    [InlineData("This line was wrapped because it is far too long for\na page", "This line was wrapped because it is far too long for\na page")]
    [InlineData("This line was wrapped because it is far too long for\n\na page", "This line was wrapped because it is far too long for|a page")]
    [InlineData("This line is long, but it ends with its sentence here.\nnext", "This line is long, but it ends with its sentence here.|next")]
    [InlineData("This line is long and the next one starts with a capital\nNext", "This line is long and the next one starts with a capital|Next")]
    [InlineData("Short\nline", "Short|line")]
    public void A_text_is_cut_where_sense_ends(string text, string segments) =>
        Assert.Equal(segments.Split('|'), SegmentedText.Parse(text).Segments.AsEnumerable());

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData(" a\t\tb \r\n\r\n c  d\n")]
    public void The_parts_make_up_the_text(string text)
    {
        var parts = SegmentedText.Parse(text);
        Assert.Equal(text, parts.Join(parts.Segments));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData(@"all \ of [x] {y} ^a$ a/b <c> joe@example.com http://a.b/[c]?d]e ~ .[] \[")]
    [InlineData("ends with a stop.")]
    [InlineData("")]
    public void What_is_written_to_a_stream_is_read_back(string segment) =>
        Assert.Equal([segment, "x", segment], ApertiumStream.Read(ApertiumStream.Write([segment, "x", segment])).AsEnumerable());

    [Theory]
    [InlineData("Thank you for it", "Gracias Para esto", "spa", "Gracias para esto")]
    [InlineData("Call John now", "Llama John Ahora", "spa", "Llama John Ahora")]
    [InlineData("one. two", "Uno. Dos tres", "spa", "Uno. Dos tres")]
    [InlineData("the lunes", "the Monday", "eng", "the Monday")]
    [InlineData("a usb stick", "una USB Barra", "spa", "una USB barra")]
    public void Capitals_that_nothing_asks_for_are_taken_back(string source, string target, string language, string calm) =>
        Assert.Equal(calm, LetterCase.Calm(source, target, language));
}
