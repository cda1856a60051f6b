using Jarvis.Resources;

namespace Jarvis.Core.Tests.Resources;

/// <summary>Names of files are labels for people, and nothing else.</summary>
public sealed class ResourceNameTests
{
    [Theory]
    [InlineData("../../etc/passwd", ".._.._etc_passwd")]
    [InlineData("..\\..\\secret.txt", ".._.._secret.txt")]
    [InlineData("C:\\a.txt", "C__a.txt")]
    [InlineData("a\0b.png", "a_b.png")]
    [InlineData("two\nlines\r.png", "two_lines_.png")]
    [InlineData("\u001b]0;owned\u0007.png", "_]0;owned_.png")]
    [InlineData("\u009b2J.png", "_2J.png")]
    [InlineData("evil\u202egnp.exe", "evil_gnp.exe")]
    [InlineData("a\u2066b\u2069\u200e\u200f\u061c.png", "a_b____.png")]
    [InlineData("a\u200bb\ufeffc\u00add\u2060e.png", "a_b_c_d_e.png")]
    [InlineData("a\u2028b\u2029c.png", "a_b_c.png")]
    [InlineData("\U000e0041\U000e0042.png", "__.png")]
    [InlineData("<img src=x onerror=alert(1)>.png", "_img src=x onerror=alert(1)_.png")]
    [InlineData("family \U0001f468\u200d\U0001f469\u200d\U0001f467.png", "family \U0001f468\u200d\U0001f469\u200d\U0001f467.png")]
    [InlineData("  été 東京.png ", "été 東京.png")]
    public void What_is_not_fit_for_a_name_is_replaced(string name, string clean) => Assert.Equal(clean, ResourceName.Clean(name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("..")]
    [InlineData("\0\0")]
    [InlineData("\u202e\u202e")]
    public void What_leaves_nothing_is_called_a_file(string? name) => Assert.Equal("file", ResourceName.Clean(name));

    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("_.png", ResourceName.Clean("\ud800.png"));

    [Fact]
    public void A_name_is_no_longer_than_its_limit_and_keeps_its_extension()
    {
        Assert.Equal(new string('n', 196) + ".png", ResourceName.Clean(new string('n', 5000) + ".png"));
        Assert.Equal(new string('n', 200), ResourceName.Clean("n." + new string('n', 5000)).Replace(".", "n", StringComparison.Ordinal));
        Assert.All(Enumerable.Range(190, 20), length => Assert.DoesNotContain(
            ResourceName.Clean(new string('n', length) + string.Concat(Enumerable.Repeat("\U0001f600", 20))).EnumerateRunes(), rune => rune.Value == 0xfffd));
    }
}
