using Jarvis.Cli.Rendering;

namespace Jarvis.Cli.Tests;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("red\u001b[31m text\u001b[0m", "red text")]
    [InlineData("title\u001b]0;owned\u0007!", "title!")]
    [InlineData("link\u001b]8;;http://evil\u001b\\here\u001b]8;;\u001b\\!", "linkhere!")]
    [InlineData("c1\u009b31mred", "c1red")]
    [InlineData("c1 title\u009d0;owned\u009c!", "c1 title!")]
    [InlineData("reset\u001bc!", "reset!")]
    [InlineData("charset\u001b(0!", "charset!")]
    [InlineData("clipboard\u001b]52;c;ZWNobyBvd25lZA==\u0007!", "clipboard!")]
    [InlineData("device\u001bP1$r0m\u001b\\!", "device!")]
    [InlineData("cut off\u001b[", "cut off")]
    [InlineData("cut off\u001b", "cut off")]
    [InlineData("never closed\u001b]0;title", "never closed0;title")]
    public void Escape_sequences_go_as_a_whole(string hostile, string clean) => Assert.Equal(clean, TerminalText.Block(hostile));

    [Theory]
    [InlineData("over\rwritten", "overwritten")]
    [InlineData("back\b\b\bspace", "backspace")]
    [InlineData("bell\a nul\0 del\u007f", "bell nul del")]
    [InlineData("gpj.\u202eexe", "gpj.exe")]
    [InlineData("a\u2066b\u2069c", "abc")]
    [InlineData("un\u200bseen\ufeff", "unseen")]
    [InlineData("line\u2028separator", "lineseparator")]
    [InlineData("tag\U000E0041", "tag")]
    public void What_moves_turns_or_hides_text_goes(string hostile, string clean) => Assert.Equal(clean, TerminalText.Block(hostile));

    [Fact]
    public void Half_a_character_becomes_a_replacement() => Assert.Equal("a\ufffdb\ufffd", TerminalText.Block("a\udc00b\ud800"));

    [Theory]
    [InlineData("Zürich — 東京 ✓")]
    [InlineData("می\u200cخواهم")]
    [InlineData("👩\u200d🚀 e\u0301")]
    [InlineData("[bold]not markup[/] :smile: [link=x]")]
    [InlineData("two\nlines")]
    public void Text_that_is_only_text_stays(string text) => Assert.Equal(text, TerminalText.Block(text));

    [Fact]
    public void No_single_character_survives_that_a_terminal_would_obey()
    {
        for (var c = '\0'; c < 0x2100; c++)
        {
            foreach (var left in TerminalText.Block($"a{c}b"))
            {
                Assert.False(char.IsControl(left) && left != '\n', $"U+{(int)c:X4}");
            }
        }
    }

    [Fact]
    public void A_line_is_one_line() => Assert.Equal("a b c", TerminalText.Line("  a\r\n\tb \n\n c\n"));

    [Fact]
    public void A_long_line_is_cut_between_characters()
    {
        Assert.Equal("abcd…", TerminalText.Line("abcdefgh", maxLength: 5));
        Assert.Equal("abc…", TerminalText.Line("abc😀😀😀", maxLength: 5));
        Assert.Equal("abcde", TerminalText.Line("abcde", maxLength: 5));
    }
}
