using System.Text;
using System.Text.RegularExpressions;

namespace Jarvis.Models.Process.Commands;

/// <summary>The last of what a program writes to standard error. Keeps a fixed amount however much comes.</summary>
internal sealed partial class ErrorTail
{
    private const int MaxBytes = 4096;
    private const int MaxCharacters = 200;

    private readonly byte[] _bytes = new byte[MaxBytes];
    private long _written;

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes.Length > MaxBytes ? bytes[^MaxBytes..] : bytes)
        {
            _bytes[_written++ % MaxBytes] = value;
        }
    }

    /// <summary>The last lines on one line, fit for a message: no control characters, no terminal escapes, no paths of this machine.</summary>
    /// <param name="arguments">The program's arguments; the paths among them are not shown.</param>
    public string Read(IEnumerable<string> arguments)
    {
        // Once the ring has been filled, the oldest byte is where the next one would go.
        var next = (int)(_written % MaxBytes);
        byte[] kept = _written <= MaxBytes ? _bytes[..(int)_written] : [.. _bytes[next..], .. _bytes[..next]];
        var written = Encoding.UTF8.GetString(kept);
        // What came before the oldest byte is lost, and with it the sense of its line.
        var text = Clean(_written <= MaxBytes ? written : written[(written.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        foreach (var path in arguments.Select(PathOf).OfType<string>())
        {
            text = text.Replace(path, "the file", StringComparison.Ordinal);
        }

        return text.Length <= MaxCharacters ? text : "…" + text[^MaxCharacters..];
    }

    /// <summary>One line without anything that a terminal would obey, each line of the text once.</summary>
    internal static string Clean(string text)
    {
        var lines = Origins().Replace(Escapes().Replace(text, ""), "")
            .Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct();
        return Controls().Replace(string.Join("; ", lines), "").Trim();
    }

    private static string? PathOf(string argument) => argument switch
    {
        ['/', _, ..] => argument,
        _ when argument.StartsWith("file:/", StringComparison.Ordinal) => argument,
        _ => null,
    };

    // ECMA-48: control sequences, operating system commands and the two-character escapes.
    [GeneratedRegex(@"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)?|\x1b.?")]
    private static partial Regex Escapes();

    // Where in its memory ffmpeg noticed it: [png @ 0x562dd39db4c0].
    [GeneratedRegex(@"\[[\w,#:. -]+ @ 0x[0-9a-f]+\] ?")]
    private static partial Regex Origins();

    // Cc, and Cf: the latter holds the characters that turn the direction of writing.
    [GeneratedRegex(@"[\p{Cc}\p{Cf}\uFFFD]")]
    private static partial Regex Controls();
}
