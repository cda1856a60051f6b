using Jarvis.Media;
using Jarvis.Resources;

namespace Jarvis.Models.Remote;

/// <summary>A file that a server answers with. It is what its bytes say, whatever the server calls it.</summary>
internal static class AnsweredFile
{
    /// <summary>Makes an output of a file.</summary>
    /// <param name="port">The output port.</param>
    /// <param name="kind">What was asked for.</param>
    /// <param name="said">The media type that the server says; empty when it says none.</param>
    /// <param name="bytes">The file.</param>
    /// <returns>Null where it is of another kind, or may hold code (SVG).</returns>
    internal static ModelOutput? Of(string port, MediaKind kind, string said, ReadOnlyMemory<byte> bytes)
    {
        var head = bytes.Span[..Math.Min(bytes.Length, MediaTypeDetector.HeadLength)];
        var mediaType = MediaTypeDetector.Detect(head, head.Length == bytes.Length);
        var isSaid = said is "" or MediaTypes.Unknown || MediaTypes.KindOf(said) == kind;
        return isSaid && MediaTypes.KindOf(mediaType) == kind && mediaType != "image/svg+xml"
            ? ModelOutput.FromBytes(port, mediaType, $"{port}.{Extension(mediaType)}", bytes)
            : null;
    }

    /// <summary>The usual ending of a file of that type, without the dot.</summary>
    internal static string Extension(string mediaType) => mediaType switch
    {
        MediaTypes.Jpeg => "jpg",
        "audio/mpeg" => "mp3",
        "video/quicktime" => "mov",
        "video/x-matroska" => "mkv",
        _ => mediaType[(mediaType.LastIndexOfAny(['/', '-']) + 1)..],
    };
}
