using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Process.Media;

namespace Jarvis.Models.Process.Ffmpeg;

/// <summary>Takes pictures out of a video: one every so many seconds, or so many spread over its length.</summary>
internal sealed class FramesRunner(MediaInspector inspector, FfmpegTool ffmpeg) : OneByOneRunner
{
    public const string RunnerName = "ffmpeg-frames";
    private const int MaxFrames = 64;
    private const int DefaultFrames = 8;

    /// <inheritdoc/>
    public override string Name => RunnerName;

    /// <inheritdoc/>
    protected override async Task<ImmutableArray<ModelOutput>> RunAsync(
        ModelCard card,
        ModelRequest request,
        CancellationToken cancellationToken)
    {
        var every = request.Number("every", 0.01, 3600);
        var count = request.WholeNumber("count", 1, MaxFrames);
        var file = await inspector.InspectVideoAsync(request.One("video"), cancellationToken).ConfigureAwait(false);
        var most = count ?? (every is null ? DefaultFrames : MaxFrames);
        var gap = every ?? (file.Duration?.TotalSeconds ?? most) / most;

        var pattern = request.ScratchPath("frame-%03d.jpg");
        var folder = Path.GetDirectoryName(pattern)!;
        var progress = new FfmpegProgress(TimeSpan.FromSeconds(Math.Min(file.Duration?.TotalSeconds ?? 0, gap * most)), request.Progress);
        await ffmpeg.RunOnFileAsync(
            file,
            [
                .. FfmpegProgress.Arguments,
                "-map", "0:v:0",
                "-vf", string.Create(CultureInfo.InvariantCulture, $"select='isnan(prev_selected_t)+gte(t-prev_selected_t,{gap:0.######})'"),
                "-fps_mode", "vfr",
                "-frames:v", most.ToString(CultureInfo.InvariantCulture),
                "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", "2",
                "-f", "image2", Path.GetFileName(pattern),
            ],
            command => command with { Folder = folder, Received = progress.Receive },
            cancellationToken).ConfigureAwait(false);

        var frames = Directory.GetFiles(folder, "frame-*.jpg");
        Array.Sort(frames, StringComparer.Ordinal);
        return frames.Length > 0
            ? [.. frames.Select(path => ModelOutput.FromFile("images", MediaTypes.Jpeg, Path.GetFileName(path), path))]
            : throw Error.UnsupportedMedia($"'{file.Name}' gave no picture; it may be damaged or cut off.");
    }
}
