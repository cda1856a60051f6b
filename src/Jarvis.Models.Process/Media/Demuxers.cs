using System.Collections.Frozen;

namespace Jarvis.Models.Process.Media;

/// <summary>
/// The ffmpeg input format for each media type of sound and video that may be decoded. A list of what is allowed: ffmpeg is never let to
/// guess, because some of its formats (playlists, HLS, concat, SVG …) open further files or addresses that the file names.
/// </summary>
internal static class Demuxers
{
    private static readonly FrozenDictionary<string, string> ByMediaType = new Dictionary<string, string>
    {
        ["audio/aac"] = "aac",
        ["audio/aiff"] = "aiff",
        ["audio/amr"] = "amr",
        ["audio/flac"] = "flac",
        ["audio/m4a"] = "mov",
        ["audio/mp3"] = "mp3",
        ["audio/mp4"] = "mov",
        ["audio/mpeg"] = "mp3",
        ["audio/ogg"] = "ogg",
        ["audio/opus"] = "ogg",
        ["audio/vnd.wave"] = "wav",
        ["audio/wav"] = "wav",
        ["audio/wave"] = "wav",
        ["audio/webm"] = "matroska",
        ["audio/x-aiff"] = "aiff",
        ["audio/x-flac"] = "flac",
        ["audio/x-m4a"] = "mov",
        ["audio/x-matroska"] = "matroska",
        ["audio/x-wav"] = "wav",
        ["video/3gpp"] = "mov",
        ["video/avi"] = "avi",
        ["video/matroska"] = "matroska",
        ["video/mp2t"] = "mpegts",
        ["video/mp4"] = "mov",
        ["video/mpeg"] = "mpeg",
        ["video/ogg"] = "ogg",
        ["video/quicktime"] = "mov",
        ["video/webm"] = "matroska",
        ["video/x-flv"] = "flv",
        ["video/x-m4v"] = "mov",
        ["video/x-matroska"] = "matroska",
        ["video/x-ms-asf"] = "asf",
        ["video/x-msvideo"] = "avi",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The input format of a media type; null for one that is not decoded.</summary>
    public static string? Find(string mediaType)
    {
        var end = mediaType.IndexOf(';', StringComparison.Ordinal);
        return ByMediaType.GetValueOrDefault((end < 0 ? mediaType : mediaType[..end]).Trim());
    }
}
