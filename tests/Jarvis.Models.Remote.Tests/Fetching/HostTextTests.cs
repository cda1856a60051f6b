namespace Jarvis.Models.Remote.Fetching;

public sealed class HostTextTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.1", "127.0.0.1")]
    [InlineData("127.0.1", "127.0.0.1")]
    [InlineData("2130706433", "127.0.0.1")]
    [InlineData("0x7f000001", "127.0.0.1")]
    [InlineData("0X7F.0x0.0x0.0x1", "127.0.0.1")]
    [InlineData("0x7f.1", "127.0.0.1")]
    [InlineData("0177.0.0.01", "127.0.0.1")]
    [InlineData("017700000001", "127.0.0.1")]
    [InlineData("127.0x1", "127.0.0.1")]
    [InlineData("127.0.0.1.", "127.0.0.1")]
    [InlineData("１２７.０.０.１", "127.0.0.1")]
    [InlineData("127。0。0。1", "127.0.0.1")]
    [InlineData("0", "0.0.0.0")]
    [InlineData("0x", "0.0.0.0")]
    [InlineData("169.254.43518", "169.254.169.254")]
    [InlineData("[::1]", "::1")]
    [InlineData("[0:0:0:0:0:ffff:7f00:1]", "::ffff:127.0.0.1")]
    public void Every_way_to_write_an_address_is_that_address(string written, string address)
    {
        Assert.True(HostText.TryRead(written, out _, out var literal));
        Assert.Equal(address, literal?.ToString());
    }

    [Theory]
    [InlineData("Example.COM", "example.com")]
    [InlineData("example.com.", "example.com")]
    [InlineData("bücher.example.com", "xn--bcher-kva.example.com")]
    [InlineData("ＬＯＣＡＬＨＯＳＴ", "localhost")]
    [InlineData("1.2.3.4.example.com", "1.2.3.4.example.com")]
    public void A_name_has_one_form(string written, string host)
    {
        Assert.True(HostText.TryRead(written, out var read, out var literal));
        Assert.Equal((host, null), (read, literal));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData("example.com..")]
    [InlineData("256.0.0.1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("127.0.0.08")]
    [InlineData("4294967296")]
    [InlineData("99999999999999999999999")]
    [InlineData("127.0.0.0x1g.1.")]
    [InlineData("example.1")]
    [InlineData("127%2e0.0.1")]
    [InlineData("[::1%25lo]")]
    [InlineData("[fe80::1%1]")]
    [InlineData("[127.0.0.1]")]
    [InlineData("[::1")]
    [InlineData("::1")]
    [InlineData("a b.com")]
    [InlineData("①②⑦.⓪.⓪.①")]
    [InlineData("ⓛⓞⓒⓐⓛⓗⓞⓢⓣ")]
    [InlineData("٣.٣.٣.٣")]
    [InlineData("\ud835\udfcf27.0.0.1")]
    [InlineData("local\u00adhost")]
    [InlineData("exa\u202emple.com")]
    public void What_can_be_no_host_is_none(string written) => Assert.False(HostText.TryRead(written, out _, out _));

    [Fact]
    public void A_name_is_no_longer_than_the_name_system_allows() =>
        Assert.False(HostText.TryRead(string.Join('.', Enumerable.Repeat("abcdefghi", 26)), out _, out _));
}
