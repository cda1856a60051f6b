using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Jarvis.Media;

namespace Jarvis.Resources;

/// <summary>Tells text from other bytes, and the formats of text from each other.</summary>
internal static class TextFormats
{
    internal const string Html = "text/html";
    internal const string Xml = "text/xml";
    internal const string Svg = "image/svg+xml";
    internal const string Playlist = "application/vnd.apple.mpegurl";
    internal const string OtherPlaylist = "application/x-playlist";

    /// <summary>Every control character but tab, line feed, form feed and carriage return.</summary>
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
    [
        0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x0B, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13,
        0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F, 0x7F,
    ]);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Whether the bytes are UTF-8 without control characters.</summary>
    internal static bool IsText(ReadOnlySpan<byte> head, bool isWhole)
    {
        var text = isWhole ? head : WithoutCutCharacter(head);
        return !text.IsEmpty && !text.ContainsAny(Controls) && Utf8.IsValid(text);
    }

    /// <summary>The bytes without a byte order mark.</summary>
    internal static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) => text.StartsWith(ByteOrderMark) ? text[3..] : text;

    /// <summary>The media type of bytes that are text.</summary>
    internal static string Detect(ReadOnlySpan<byte> head, bool isWhole, string? claimed)
    {
        var text = WithoutMark(head).TrimStart(" \t\r\n\f"u8);
        return Essence(claimed) switch
        {
            // To be taken for plain text is harmless whatever the text is, and only the bringer knows whether {"a":1} was meant as words.
            MediaTypes.PlainText => MediaTypes.PlainText,
            "text/markdown" => "text/markdown",
            "text/csv" => "text/csv",
            "text/tab-separated-values" => "text/tab-separated-values",
            MediaTypes.Json when IsJson(text, isWhole) => MediaTypes.Json,
            _ => ByContent(text, isWhole),
        };
    }

    private static string ByContent(ReadOnlySpan<byte> text, bool isWhole)
    {
        if (text.StartsWith("#EXTM3U"u8))
            return Playlist;

        if (text.StartsWith("ffconcat version"u8)
            || StartsWithIgnoringCase(text, "[playlist]"u8)
            || StartsWithIgnoringCase(text, "[reference]"u8)
            || IsSessionDescription(text))
            return OtherPlaylist;

        if (text.StartsWith("<"u8))
            return Markup(text);

        var mayBeJson = text.StartsWith("{"u8) || text.StartsWith("["u8);
        return mayBeJson && IsJson(text, isWhole) ? MediaTypes.Json : MediaTypes.PlainText;
    }

    private static string Markup(ReadOnlySpan<byte> text)
    {
        if (StartsWithIgnoringCase(text, "<!doctype html"u8) || StartsWithIgnoringCase(text, "<html"u8))
            return Html;

        // Anything that a decoder might take for a picture or a playlist counts as one, wherever its comments and prologue put the root.
        if (text.IndexOf("<svg"u8) >= 0 || text.IndexOf("http://www.w3.org/2000/svg"u8) >= 0)
            return Svg;

        if (text.IndexOf("<MPD"u8) >= 0
            || text.IndexOf("xspf.org/ns"u8) >= 0
            || StartsWithIgnoringCase(text, "<asx"u8)
            || StartsWithIgnoringCase(text, "<smil"u8)
            || StartsWithIgnoringCase(text, "<?wpl"u8))
            return OtherPlaylist;

        return text.StartsWith("<?xml"u8) ? Xml : MediaTypes.PlainText;
    }

    /// <summary>SDP (RFC 8866) names the servers that a sound or video is to be taken from.</summary>
    private static bool IsSessionDescription(ReadOnlySpan<byte> text) =>
        (text.StartsWith("v=0\n"u8) || text.StartsWith("v=0\r\n"u8)) && text.IndexOf("\no="u8) > 0;

    private static bool IsJson(ReadOnlySpan<byte> text, bool isWhole)
    {
        var reader = new Utf8JsonReader(text, isFinalBlock: isWhole, state: default);
        try
        {
            while (reader.Read())
            {
            }

            return reader.BytesConsumed > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Essence(string? mediaType) => mediaType?.Split(';')[0].Trim().ToLowerInvariant();

    private static bool StartsWithIgnoringCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start) =>
        text.Length >= start.Length && System.Text.Ascii.EqualsIgnoreCase(text[..start.Length], start);

    private static ReadOnlySpan<byte> WithoutCutCharacter(ReadOnlySpan<byte> head)
    {
        for (var back = 1; back <= Math.Min(3, head.Length); back++)
        {
            var b = head[^back];
            if ((b & 0xC0) == 0x80)
                continue;

            var length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
            return length > back ? head[..^back] : head;
        }

        return head;
    }
}
