namespace Jarvis.Models.Process.Media;

/// <summary>A file that has been looked at and may be decoded.</summary>
/// <param name="Name">A label for messages. Never a path.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Demuxer">The one ffmpeg input format that may read it.</param>
internal sealed record MediaFile(string Name, string Path, string Demuxer)
{
    /// <summary>Its header; null for what is no still picture.</summary>
    public ImageHeader? Image { get; init; }

    /// <summary>What a probe found; null for a still picture and for plain WAV, whose headers say enough.</summary>
    public MediaProbe? Probe { get; init; }

    /// <summary>How long it plays; null where nobody knows without decoding it.</summary>
    public TimeSpan? Duration { get; init; }
}
