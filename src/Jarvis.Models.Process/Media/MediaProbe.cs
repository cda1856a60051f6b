using System.Globalization;
using System.Text.Json;

namespace Jarvis.Models.Process.Media;

/// <summary>What ffprobe found in a file.</summary>
/// <param name="Duration">How long it plays; null when unknown.</param>
/// <param name="HasAudio">Whether it holds sound.</param>
/// <param name="AudioDuration">How long its first sound track plays; null when unknown.</param>
/// <param name="HasVideo">Whether it holds moving pictures; the cover of a song is none.</param>
/// <param name="Pixels">The pixels of its largest frame; 0 without pictures.</param>
internal sealed record MediaProbe(TimeSpan? Duration, bool HasAudio, TimeSpan? AudioDuration, bool HasVideo, long Pixels)
{
    /// <summary>The entries that <see cref="Parse"/> reads, as ffprobe's <c>-show_entries</c> names them.</summary>
    public const string Entries = "format=duration:stream=codec_type,width,height,duration:stream_disposition=attached_pic";

    /// <summary>Reads ffprobe's JSON.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static MediaProbe Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        JsonElement[] streams = document.RootElement.TryGetProperty("streams", out var list) ? [.. list.EnumerateArray()] : [];
        var sounds = streams.Where(stream => TypeOf(stream) == "audio").ToArray();
        var pictures = streams.Where(stream => TypeOf(stream) == "video").ToArray();
        return new(
            document.RootElement.TryGetProperty("format", out var format) ? DurationOf(format) : null,
            sounds.Length > 0,
            sounds.Length > 0 ? DurationOf(sounds[0]) : null,
            pictures.Any(picture => !IsCover(picture)),
            pictures.Select(picture => Number(picture, "width") * Number(picture, "height")).DefaultIfEmpty().Max());
    }

    private static string? TypeOf(JsonElement stream) => stream.TryGetProperty("codec_type", out var type) ? type.GetString() : null;

    private static bool IsCover(JsonElement stream) =>
        stream.TryGetProperty("disposition", out var disposition) && Number(disposition, "attached_pic") == 1;

    private static long Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : 0;

    private static TimeSpan? DurationOf(JsonElement element) =>
        element.TryGetProperty("duration", out var value)
        && double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        && seconds is >= 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
