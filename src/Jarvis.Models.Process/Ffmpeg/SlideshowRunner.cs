using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Process.Media;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Process.Ffmpeg;

/// <summary>
/// Shows images one after the other in an MP4 video, which every player plays: H.264, 4:2:0, even sides. The first image gives the shape;
/// the others are fitted into it. Sound that is longer than the pictures is cut; with sound and no <c>seconds</c> they share its length.
/// </summary>
internal sealed class SlideshowRunner(MediaInspector inspector, FfmpegTool ffmpeg, IOptions<ProcessModelOptions> options) : OneByOneRunner
{
    public const string RunnerName = "ffmpeg-slideshow";
    private const int MaxImages = 100;
    private const int MaxWidth = 1920;
    private const int MaxHeight = 1080;
    private const double DefaultSeconds = 2;
    private const double MaxSeconds = 60;

    // How much of the progress is fitting the images; the rest is the video.
    private const double FittingShare = 0.5;

    private static readonly ImmutableArray<string> SoundTrack = ["-map", "1:a:0", "-c:a", "aac"];

    private readonly MediaLimits _limits = options.Value.Media;

    /// <inheritdoc/>
    public override string Name => RunnerName;

    /// <inheritdoc/>
    protected override async Task<ImmutableArray<ModelOutput>> RunAsync(
        ModelCard card,
        ModelRequest request,
        CancellationToken cancellationToken)
    {
        var images = request.Many("images");
        if (images.Length is 0 or > MaxImages)
        {
            throw Error.InvalidRequest($"A slide show takes 1 to {MaxImages} images, not {images.Length}.");
        }

        var sound = request.Many("audio") is [var only, ..]
            ? await inspector.InspectAudioAsync(only, cancellationToken).ConfigureAwait(false)
            : null;
        var seconds = request.Number("seconds", 0.1, MaxSeconds)
            ?? Math.Clamp((sound?.Duration?.TotalSeconds ?? (DefaultSeconds * images.Length)) / images.Length, 0.1, MaxSeconds);
        await FitAsync(request, images, cancellationToken).ConfigureAwait(false);
        return [await JoinAsync(request, images.Length, seconds, sound, cancellationToken).ConfigureAwait(false)];
    }

    private async Task FitAsync(ModelRequest request, ImmutableArray<ModelInput> images, CancellationToken cancellationToken)
    {
        var filters = Array.Empty<string>();
        for (var number = 0; number < images.Length; number++)
        {
            var file = await inspector.InspectImageAsync(images[number], cancellationToken).ConfigureAwait(false);
            filters = number == 0 ? Fit(file.Image!) : filters;
            var path = request.ScratchPath(string.Create(CultureInfo.InvariantCulture, $"slide-{number:000}.png"));
            await ffmpeg.RunOnImageAsync(
                file,
                filters,
                ["-c:v", "png", "-pix_fmt", "rgb24", "-f", "image2", "-update", "1", path],
                command => command with { Folder = Path.GetDirectoryName(path) },
                cancellationToken).ConfigureAwait(false);
            request.Progress?.Report(FittingShare * (number + 1) / images.Length);
        }
    }

    private async Task<ModelOutput> JoinAsync(
        ModelRequest request,
        int images,
        double seconds,
        MediaFile? sound,
        CancellationToken cancellationToken)
    {
        var path = request.ScratchPath("video.mp4");
        var length = seconds * images;
        var progress = new FfmpegProgress(TimeSpan.FromSeconds(length), request.Progress is null ? null : new SecondHalf(request.Progress));
        await ffmpeg.RunAsync(
            "the slide show",
            [
                "-protocol_whitelist", "file,pipe",
                "-f", "image2", "-framerate", Invariant($"1000/{Math.Round(seconds * 1000)}"), "-i", "slide-%03d.png",
                .. sound is null ? [] : FfmpegArguments.Input(sound, _limits),
                .. FfmpegProgress.Arguments,
                "-map", "0:v:0",
                .. sound is null ? [] : SoundTrack,
                "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-r", "25",
                "-t", Invariant($"{length:0.###}"),
                "-movflags", "+faststart", "-f", "mp4", path,
            ],
            command => command with { Folder = Path.GetDirectoryName(path), Received = progress.Receive },
            cancellationToken).ConfigureAwait(false);
        return ModelOutput.FromFile("video", MediaTypes.Mp4, "video.mp4", path);
    }

    private static string[] Fit(ImageHeader first)
    {
        var factor = Math.Min(1, Math.Min(MaxWidth / (double)first.ShownWidth, MaxHeight / (double)first.ShownHeight));
        var width = Even(first.ShownWidth * factor);
        var height = Even(first.ShownHeight * factor);
        return
        [
            Invariant($"scale={width}:{height}:force_original_aspect_ratio=decrease:flags=lanczos"),
            Invariant($"pad={width}:{height}:-1:-1:color=black"),
            "setsar=1",
        ];
    }

    private static int Even(double side) => Math.Max(2, (int)Math.Round(side / 2) * 2);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class SecondHalf(IProgress<double> whole) : IProgress<double>
    {
        public void Report(double value) => whole.Report(FittingShare + ((1 - FittingShare) * value));
    }
}
