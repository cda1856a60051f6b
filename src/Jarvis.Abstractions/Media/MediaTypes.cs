namespace Jarvis.Media;

/// <summary>The media types that Jarvis gives by itself, and the kind of any.</summary>
public static class MediaTypes
{
    /// <summary>Plain text, UTF-8.</summary>
    public const string PlainText = "text/plain";

    /// <summary>JSON, UTF-8.</summary>
    public const string Json = "application/json";

    /// <summary>PNG image.</summary>
    public const string Png = "image/png";

    /// <summary>JPEG image.</summary>
    public const string Jpeg = "image/jpeg";

    /// <summary>WAV sound.</summary>
    public const string Wav = "audio/wav";

    /// <summary>MP4 video.</summary>
    public const string Mp4 = "video/mp4";

    /// <summary>Bytes of no known type.</summary>
    public const string Unknown = "application/octet-stream";

    /// <summary>The kind of a media type.</summary>
    /// <param name="mediaType">Such as <c>image/png</c>; parameters after ';' are ignored.</param>
    /// <returns>The kind, or null for a type that no port takes.</returns>
    public static MediaKind? KindOf(string mediaType)
    {
        var end = mediaType.IndexOf(';', StringComparison.Ordinal);
        var type = (end < 0 ? mediaType : mediaType[..end]).Trim();
        var slash = type.IndexOf('/', StringComparison.Ordinal);
        return (slash < 0 ? "" : type[..slash]) switch
        {
            "text" => MediaKind.Text,
            "image" => MediaKind.Image,
            "audio" => MediaKind.Audio,
            "video" => MediaKind.Video,
            "application" when type is Json => MediaKind.Data,
            "application" when type is "application/pdf" => MediaKind.Document,
            _ => null,
        };
    }
}
