using System.Text;
using Jarvis.Models.Process.Commands;

namespace Jarvis.Models.Process.Tests.Commands;

public sealed class ErrorTailTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\r\nb\n\n c \n", "a; b; c")]
    [InlineData("\u001b[1;31mred\u001b[0m", "red")]
    [InlineData("\u001b]0;title\u0007text", "text")]
    [InlineData("\u001b]8;;http://x\u001b\\link", "link")]
    [InlineData("be\u0007ll\u0000\u009b", "bell")]
    [InlineData("left\u202eright\u200b", "leftright")]
    [InlineData("\u001b", "")]
    [InlineData("[png @ 0x562dd39db4c0] chunk too big\n[png @ 0x562dd39eae80] chunk too big\nError\n", "chunk too big; Error")]
    [InlineData("[mov,mp4,m4a,3gp,3g2,mj2 @ 0x55f545fb3c40] moov atom not found", "moov atom not found")]
    public void Nothing_that_a_terminal_would_obey_is_shown(string written, string shown) => Assert.Equal(shown, Read(written));

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void Only_the_end_is_kept_however_it_comes(int chunk)
    {
        var tail = new ErrorTail();
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(number => $"line {number}\n")));
        foreach (var part in bytes.Chunk(chunk))
        {
            tail.Append(part);
        }

        var text = tail.Read([]);
        Assert.InRange(text.Length, 150, 201);
        Assert.EndsWith("line 4998; line 4999", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_of_this_machine_are_not_shown()
    {
        var tail = new ErrorTail();
        tail.Append("file:/data/tenants/joe/1234: Invalid data found; /data/out.png: no"u8);
        Assert.Equal(
            "the file: Invalid data found; the file: no",
            tail.Read(["-i", "file:/data/tenants/joe/1234", "/data/out.png", "/"]));
    }

    private static string Read(string written)
    {
        var tail = new ErrorTail();
        tail.Append(Encoding.UTF8.GetBytes(written));
        return tail.Read([]);
    }
}
