using System.Text.Json;

namespace Jarvis.Models.Cards;

/// <summary>
/// Reads JSON as Python's json module writes it: with the numbers NaN, Infinity and -Infinity, which RFC 8259 does not know. They are read
/// as 0.
/// </summary>
internal static class LooseNumbers
{
    /// <summary>Reads a text.</summary>
    /// <exception cref="JsonException">It is no JSON either way.</exception>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> json, int maxDepth)
    {
        var options = new JsonDocumentOptions { MaxDepth = maxDepth };
        try
        {
            return JsonDocument.Parse(json, options);
        }
        catch (JsonException) when (Replace(json.Span) is { } replaced)
        {
            return JsonDocument.Parse(replaced, options);
        }
    }

    /// <summary>The text with those numbers replaced where they stand outside of strings; null where there are none.</summary>
    private static byte[]? Replace(ReadOnlySpan<byte> json)
    {
        byte[]? replaced = null;
        var inString = false;
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] == '\\' && inString)
            {
                i++;
            }
            else if (json[i] == '"')
            {
                inString = !inString;
            }
            else if (!inString && Length(json[i..]) is > 0 and var length)
            {
                replaced ??= json.ToArray();
                replaced.AsSpan(i, length).Fill((byte)' ');
                replaced[i] = (byte)'0';
                i += length - 1;
            }
        }

        return replaced;
    }

    private static int Length(ReadOnlySpan<byte> json) => json.StartsWith("NaN"u8) ? 3 : json.StartsWith("Infinity"u8) ? 8 : 0;
}
