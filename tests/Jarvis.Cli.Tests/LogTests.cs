using Jarvis.Cli.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Cli.Tests;

/// <summary>What is logged of hostile words is one line a record, and nothing but text.</summary>
public sealed class LogTests
{
    [Theory]
    [InlineData("read\n12:00:00.000 info  forged: all is well")]
    [InlineData("read\r\nforged")]
    [InlineData("\u001b]0;owned\u0007\u001b[2Jread")]
    [InlineData("re\u202ead \u009b31m\b\b")]
    [InlineData("re\u2028ad\u2029")]
    public void A_record_is_one_line_of_text_whatever_it_says(string name)
    {
        using var output = new StringWriter();
        using var provider = new LineLoggerProvider(output, new FakeTimeProvider());

        provider.CreateLogger("Jarvis.Test").Log(LogLevel.Warning, default, name, new InvalidOperationException(name), (state, _) => $"File {state} was read.");

        var line = output.ToString();
        Assert.EndsWith("\n", line, StringComparison.Ordinal);
        Assert.DoesNotContain(line[..^1], c => char.IsControl(c) || c is '\u202e' or '\u2028' or '\u2029');
        Assert.Matches("^00:00:00.000 warn  Jarvis.Test: File .*was read", line);
    }
}
