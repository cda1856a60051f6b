using Jarvis.Errors;

namespace Jarvis.Models.Remote.Fetching;

public sealed class FetchTargetTests
{
    [Theory]
    [InlineData("https://Example.com/a/cat.jpg?size=2#top", "https://example.com/a/cat.jpg?size=2#top", "cat.jpg")]
    [InlineData("http://example.com", "http://example.com/", "example.com")]
    [InlineData("HTTP://example.com:8080/a%20b.png", "http://example.com:8080/a%20b.png", "a b.png")]
    [InlineData("https://example.com/photos/", "https://example.com/photos/", "photos")]
    [InlineData("https://bücher.example.com/ä.txt", "https://xn--bcher-kva.example.com/%C3%A4.txt", "ä.txt")]
    [InlineData("https://example.com/..%2f..%2fetc%2fpasswd", "https://example.com/..%2f..%2fetc%2fpasswd", ".._.._etc_passwd")]
    [InlineData("https://example.com/%1b%5b31m%00%e2%80%aegpj.exe", "https://example.com/%1b%5b31m%00%e2%80%aegpj.exe", "_[31m__gpj.exe")]
    public void An_address_is_read_with_its_name(string written, string address, string name)
    {
        var target = FetchTarget.Parse(written);

        Assert.Equal((address, name), (target.Address.AbsoluteUri, target.Name), new IgnoringCaseOfEscapes());
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.com/a")]
    [InlineData("gopher://example.com/_a")]
    [InlineData("data:text/plain,hello")]
    [InlineData("javascript:alert(1)")]
    [InlineData("jar:http://example.com/a!/b")]
    [InlineData("//example.com/a")]
    [InlineData("example.com/a")]
    [InlineData("http:/example.com/a")]
    [InlineData("http:example.com")]
    [InlineData("http://")]
    [InlineData("http:///a")]
    [InlineData("http://user@example.com/")]
    [InlineData("http://user:word@example.com/")]
    [InlineData("http://@example.com/")]
    [InlineData("http://example.com@127.0.0.1/")]
    [InlineData("http://example.com\\@127.0.0.1/")]
    [InlineData("http://example.com\t/")]
    [InlineData("http://example.com/a b")]
    [InlineData("http://example.com/\r\nHost: x")]
    [InlineData("http://example.com:99999/")]
    [InlineData("http://example.com:0/")]
    [InlineData("http://example.com:-1/")]
    [InlineData("http://example.com:80:81/")]
    [InlineData("http://example.com:/")]
    [InlineData("http://exa%6dple.com/")]
    [InlineData("http://[::1]x/")]
    [InlineData("http://[::1/")]
    [InlineData("")]
    public void What_is_no_plain_web_address_is_refused(string written)
    {
        var error = Assert.Throws<JarvisException>(() => FetchTarget.Parse(written));

        Assert.Equal(ErrorCode.InvalidRequest, error.Code);
        Assert.True(written.Length == 0 || !error.Message.Contains(written, StringComparison.Ordinal));
    }

    [Fact]
    public void An_address_of_many_characters_is_refused() =>
        Assert.Equal(ErrorCode.InvalidRequest, Assert.Throws<JarvisException>(() => FetchTarget.Parse("http://example.com/" + new string('a', 3000))).Code);

    [Theory]
    [InlineData("/b.png", "https://example.com/b.png")]
    [InlineData("c.png", "https://example.com/a/c.png")]
    [InlineData("//other.example.org/d", "https://other.example.org/d")]
    [InlineData("https://other.example.org/d", "https://other.example.org/d")]
    public void A_redirect_leads_where_it_says(string location, string address) =>
        Assert.Equal(address, FetchTarget.Parse("https://example.com/a/b").Follow(location).Address.AbsoluteUri);

    [Theory]
    [InlineData("http://example.com/a", ErrorCode.Forbidden)]
    [InlineData("file:///etc/passwd", ErrorCode.FetchFailed)]
    [InlineData("ftp://example.com/a", ErrorCode.FetchFailed)]
    [InlineData("https://user:word@example.com/", ErrorCode.FetchFailed)]
    [InlineData("javascript:alert(1)", ErrorCode.FetchFailed)]
    [InlineData(null, ErrorCode.FetchFailed)]
    public void A_redirect_that_loses_protection_is_refused(string? location, ErrorCode code) =>
        Assert.Equal(code, Assert.Throws<JarvisException>(() => FetchTarget.Parse("https://example.com/a").Follow(location)).Code);

    /// <summary>%c3 and %C3 are the same.</summary>
    private sealed class IgnoringCaseOfEscapes : IEqualityComparer<(string Address, string Name)>
    {
        public bool Equals((string Address, string Name) x, (string Address, string Name) y) =>
            x.Name == y.Name && string.Equals(x.Address, y.Address, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((string Address, string Name) obj) => 0;
    }
}
