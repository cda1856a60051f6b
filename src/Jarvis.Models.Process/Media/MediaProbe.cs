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
    public const string Entries =
        "format=duration:stream=codec_type,width,height,duration,avg_frame_rate,nb_frames:stream_disposition=attached_pic";

    /// <summary>How many streams there are.</summary>
    public int Streams { get; init; }

    /// <summary>The frames of its moving pictures, as it counts them or by their rate and length; 0 where it says neither.</summary>
    public long Frames { get; init; }

    /// <summary>Reads ffprobe's JSON.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static MediaProbe Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
        try
        {
            return Read(document);
        }
        catch (InvalidOperationException exception)
        {
            // Text of a file that is no text, or a value of another kind.
            throw new JsonException("It says something that it cannot mean.", exception);
        }
    }

    private static MediaProbe Read(JsonDocument document)
    {
        JsonElement[] streams = document.RootElement.TryGetProperty("streams", out var list) ? [.. list.EnumerateArray()] : [];
        var sounds = streams.Where(stream => TypeOf(stream) == "audio").ToArray();
        var pictures = streams.Where(stream => TypeOf(stream) == "video").ToArray();
        return new(
            document.RootElement.TryGetProperty("format", out var format) ? DurationOf(format) : null,
            sounds.Length > 0,
            sounds.Length > 0 ? DurationOf(sounds[0]) : null,
            pictures.Any(picture => !IsCover(picture)),
            pictures.Select(picture => Number(picture, "width") * Number(picture, "height")).DefaultIfEmpty().Max())
        {
            Streams = streams.Length,
            Frames = pictures.Where(picture => !IsCover(picture)).Select(picture => FramesOf(picture, format)).DefaultIfEmpty().Max(),
        };
    }

    private static long FramesOf(JsonElement stream, JsonElement format)
    {
        var length = DurationOf(stream) ?? (format.ValueKind == JsonValueKind.Object ? DurationOf(format) : null) ?? TimeSpan.Zero;
        var byRate = RateOf(stream) * length.TotalSeconds;
        var counted = long.TryParse(Text(stream, "nb_frames"), NumberStyles.None, CultureInfo.InvariantCulture, out var frames) ? frames : 0;
        return Math.Max(counted, byRate < long.MaxValue ? (long)byRate : long.MaxValue);
    }

    /// <summary>Frames a second, which ffprobe writes as a fraction; 0 where there are none.</summary>
    private static double RateOf(JsonElement stream) =>
        Text(stream, "avg_frame_rate")?.Split('/') is [var over, var under]
        && double.TryParse(over, NumberStyles.None, CultureInfo.InvariantCulture, out var frames)
        && double.TryParse(under, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds > 0
            ? frames / seconds
            : 0;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? TypeOf(JsonElement stream) => stream.TryGetProperty("codec_type", out var type) ? type.GetString() : null;

    private static bool IsCover(JsonElement stream) =>
        stream.TryGetProperty("disposition", out var disposition) && Number(disposition, "attached_pic") == 1;

    /// <exception cref="JsonException">It is no number that can be counted to: limits are not to be passed by what is not understood.</exception>
    private static long Number(JsonElement element, string name) => element.TryGetProperty(name, out var value)
        ? value.TryGetInt32(out var number) && number >= 0 ? number : throw new JsonException($"Its {name} is no number that can be.")
        : 0;

    private static TimeSpan? DurationOf(JsonElement element) =>
        double.TryParse(Text(element, "duration"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        && seconds is >= 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
