using System.Text;
using Jarvis.Conformance.Fuzzing;
using Jarvis.Errors;

namespace Jarvis.Models.Remote.Fetching;

public sealed class FetchFuzzTests
{
    [Fact]
    public Task An_address_is_read_without_doubt_or_refused() => Fuzzer.TryAsync(
        bytes =>
        {
            var target = FetchTarget.Parse(Encoding.UTF8.GetString(bytes));
            Assert.Contains(target.Address.Scheme, (string[])["http", "https"]);
            Assert.Empty(target.Address.UserInfo);
            Assert.Equal(target.Host, target.Address.IdnHost.Contains(':', StringComparison.Ordinal) ? $"[{target.Address.IdnHost}]" : target.Address.IdnHost);
            Assert.DoesNotContain(target.Name, c => char.IsControl(c) || c is '/' or '\\');
        },
        exception => exception is JarvisException { Code: ErrorCode.InvalidRequest },
        [.. "https://example.com:8443/a/b%20c.png?d=e#f"u8],
        [.. "http://0x7f.0.0.1/"u8],
        [.. "http://[::ffff:127.0.0.1]:80/"u8],
        Encoding.UTF8.GetBytes("https://bücher.example.com/ä"));

    [Fact]
    public Task A_redirect_leads_to_the_web_or_nowhere()
    {
        var from = FetchTarget.Parse("https://example.com/a/b");
        return Fuzzer.TryAsync(
            bytes => Assert.Equal("https", from.Follow(Encoding.Latin1.GetString(bytes)).Address.Scheme),
            exception => exception is JarvisException,
            [.. "/c?d=e"u8],
            [.. "https://other.example.com/c"u8],
            [.. "//0177.1/"u8],
            [.. "javascript:alert(1)"u8]);
    }
}
