using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using Jarvis.Cli.Rendering;

namespace Jarvis.Cli.Files;

/// <summary>Makes a name that came from outside fit for a file, here and on any other system that it may be copied to.</summary>
internal static class FileName
{
    /// <summary>The most bytes of a name in UTF-8: file systems allow 255, and a number may be added.</summary>
    internal const int MaxBytes = 180;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("<>:\"|?*'`$&;!{}[]()#%^~ ");

    private static readonly FrozenSet<string> Devices = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        [
            "AUX", "CON", "NUL", "PRN",
            .. Enumerable.Range(0, 10).Select(i => $"COM{i}"),
            .. Enumerable.Range(0, 10).Select(i => $"LPT{i}"),
        ]);

    /// <summary>Extensions by media type, the usual one first: files are what their bytes say, not their name.</summary>
    private static readonly FrozenDictionary<string, string[]> Extensions = new Dictionary<string, string[]>
    {
        ["application/json"] = [".json"],
        ["application/pdf"] = [".pdf"],
        ["audio/flac"] = [".flac"],
        ["audio/mpeg"] = [".mp3"],
        ["audio/ogg"] = [".ogg", ".oga", ".opus"],
        ["audio/wav"] = [".wav"],
        ["image/bmp"] = [".bmp"],
        ["image/gif"] = [".gif"],
        ["image/jpeg"] = [".jpg", ".jpeg"],
        ["image/png"] = [".png"],
        ["image/tiff"] = [".tif", ".tiff"],
        ["image/webp"] = [".webp"],
        ["text/csv"] = [".csv"],
        ["text/html"] = [".html", ".htm"],
        ["text/markdown"] = [".md", ".markdown"],
        ["text/plain"] = [".txt", ".csv", ".log", ".md", ".srt", ".vtt"],
        ["video/mp4"] = [".mp4", ".m4v"],
        ["video/quicktime"] = [".mov"],
        ["video/webm"] = [".webm"],
        ["video/x-matroska"] = [".mkv"],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>A safe name whose extension tells the media type.</summary>
    /// <param name="name">Any text.</param>
    /// <param name="mediaType">Such as <c>image/png</c>.</param>
    internal static string For(string name, string mediaType)
    {
        var clean = Clean(name);
        var allowed = Extensions.GetValueOrDefault(mediaType.Split(';')[0].Trim()) ?? [".bin"];
        var extension = Path.GetExtension(clean);
        var stem = clean;
        if (allowed.Contains(extension, StringComparer.OrdinalIgnoreCase))
        {
            stem = Path.GetFileNameWithoutExtension(clean);
        }
        else
        {
            extension = allowed[0];
        }

        stem = Cut(stem, MaxBytes - extension.Length).TrimEnd('.', '_');
        if (stem.Length == 0)
        {
            stem = "result";
        }

        return (Devices.Contains(stem.Split('.')[0]) ? "_" : "") + stem + extension;
    }

    private static string Clean(string name)
    {
        var last = TerminalText.Line(name, maxLength: 4096).Split('/', '\\')[^1];
        var clean = new StringBuilder(last.Length);
        foreach (var c in last)
        {
            clean.Append(Forbidden.Contains(c) ? '_' : c);
        }

        // No hidden file, and none that a program would take for an option.
        return clean.ToString().Normalize().Trim('.', '-', '_');
    }

    private static string Cut(string text, int maxBytes)
    {
        var bytes = 0;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > maxBytes)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }
}
