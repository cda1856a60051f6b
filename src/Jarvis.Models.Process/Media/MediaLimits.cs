namespace Jarvis.Models.Process.Media;

/// <summary>What a file may hold. More is refused, from its header where that tells, before anything is decoded.</summary>
public sealed class MediaLimits
{
    /// <summary>The most pixels of a picture or of a frame of a video. 64 million by default: 192 MB once decoded.</summary>
    public long MaxPixels { get; set; } = 64_000_000;

    /// <summary>The longest sound. 2 hours by default: 461 MB once decoded at 16 kHz.</summary>
    public TimeSpan MaxAudio { get; set; } = TimeSpan.FromHours(2);

    /// <summary>The longest video. 30 minutes by default.</summary>
    public TimeSpan MaxVideo { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>The most streams of a sound or video: pictures, sounds and subtitles. 32 by default.</summary>
    public int MaxStreams { get; set; } = 32;

    /// <summary>The most frames of a video, by what it says of itself. 216,000 by default: 30 minutes at 120 a second.</summary>
    public long MaxFrames { get; set; } = 216_000;
}
