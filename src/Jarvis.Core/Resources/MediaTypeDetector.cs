using Jarvis.Media;

namespace Jarvis.Resources;

/// <summary>Tells what a file is by its first bytes. Its name is never asked, and what its bringer says only where bytes cannot tell.</summary>
public static class MediaTypeDetector
{
    /// <summary>How many of the first bytes are looked at: enough to hold any text that travels inline, with a byte order mark.</summary>
    public const int HeadLength = (3 * Resource.MaxInlineText) + 3;

    /// <summary>The media type of a file, such as <c>image/png</c>.</summary>
    /// <param name="head">Its first bytes, up to <see cref="HeadLength"/>.</param>
    /// <param name="isWhole">Whether these are all its bytes.</param>
    /// <param name="claimed">
    /// What its bringer says it is. Heard only of bytes that are text, and only for plain text, Markdown, CSV, TSV and, if it parses, JSON.
    /// </param>
    /// <returns>The media type; <see cref="MediaTypes.Unknown"/> where the bytes are of no known format.</returns>
    public static string Detect(ReadOnlySpan<byte> head, bool isWhole, string? claimed = null)
    {
        // A PDF may consist of ASCII alone, so that it has to be asked for before text is.
        if (head.StartsWith("%PDF-"u8))
            return "application/pdf";

        return TextFormats.IsText(head, isWhole)
            ? TextFormats.Detect(head, isWhole, claimed)
            : BinaryFormats.Detect(head) ?? MediaTypes.Unknown;
    }
}
