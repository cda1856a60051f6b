using Jarvis.Resources;

namespace Jarvis.Core.Tests.Resources;

public sealed class WebAddressTests
{
    [Theory]
    [InlineData("what is on https://a.example/cat.jpg?", "https://a.example/cat.jpg")]
    [InlineData("Read https://a.example/x.png, then say it.", "https://a.example/x.png")]
    [InlineData("(see https://a.example/wiki/Cat_(animal)).", "https://a.example/wiki/Cat_(animal)")]
    [InlineData("<https://a.example/b>", "https://a.example/b")]
    [InlineData("HTTP://A.example/B", "HTTP://A.example/B")]
    [InlineData("https://a.example/b?c=d&e=f#g.", "https://a.example/b?c=d&e=f#g")]
    [InlineData("Compare https://a.example/1 and https://a.example/2 and https://a.example/1", "https://a.example/1 https://a.example/2")]
    public void Addresses_are_found_without_what_ends_the_sentence(string request, string addresses) =>
        Assert.Equal(addresses.Split(' '), WebAddress.In(request));

    [Theory]
    [InlineData("Translate 'see https://a.example/b' to Spanish")]
    [InlineData("Translate \"see https://a.example/b\" to Spanish")]
    [InlineData("Say “https://a.example/b”")]
    [InlineData("Say `https://a.example/b`")]
    [InlineData("ftp://a.example/b file:///etc/passwd data:text/plain,x a.example/b")]
    [InlineData("no address at all")]
    public void What_is_quoted_or_of_another_kind_names_nothing(string request) => Assert.Empty(WebAddress.In(request));

    [Fact]
    public void An_apostrophe_quotes_nothing() =>
        Assert.Equal("https://a.example/b", Assert.Single(WebAddress.In("It's what's on https://a.example/b, isn't it")));

    [Fact]
    public void An_address_without_end_is_found_as_one_that_is_too_long()
    {
        var found = Assert.Single(WebAddress.In("https://" + new string('(', 30_000)));

        Assert.InRange(found.Length, WebAddress.MaxLength + 1, 2200);
        Assert.NotNull(WebAddress.Fault(found));
    }

    [Fact]
    public void What_may_be_a_key_is_not_shown()
    {
        Assert.Equal("https://a.example/b", WebAddress.Show("https://a.example/b?key=secret"));
        Assert.Equal("https://a.example/b", WebAddress.Show("https://a.example/b#secret"));
        Assert.Equal(200, WebAddress.Show("https://a.example/" + new string('b', 1000)).Length);
    }
}
