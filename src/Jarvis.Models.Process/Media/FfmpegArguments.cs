using System.Collections.Immutable;
using System.Globalization;

namespace Jarvis.Models.Process.Media;

/// <summary>The parts of ffmpeg's command line that keep it safe.</summary>
internal static class FfmpegArguments
{
    private const int MaxThreads = 4;

    /// <summary>Comes first: quiet, never asking, never overwriting what is not its own, with few threads, whose memory adds up.</summary>
    public static ImmutableArray<string> Start { get; } =
    [
        "-hide_banner", "-nostdin", "-v", "error", "-y",
        "-filter_threads", "1", "-threads", Math.Min(MaxThreads, Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture),
    ];

    /// <summary>
    /// An input: one format, which may open no other (whatever the file says it holds), files and pipes only, streams and frames up to their
    /// limits.
    /// </summary>
    public static ImmutableArray<string> Input(MediaFile file, MediaLimits limits) =>
    [
        "-protocol_whitelist", "file,pipe",
        "-format_whitelist", file.Demuxer,
        "-max_streams", limits.MaxStreams.ToString(CultureInfo.InvariantCulture),
        .. file.Image is not null || file.Probe?.HasVideo == true
            ? new[] { "-max_pixels", limits.MaxPixels.ToString(CultureInfo.InvariantCulture) }
            : [],
        "-f", file.Demuxer,
        "-i", "file:" + file.Path,
    ];
}
