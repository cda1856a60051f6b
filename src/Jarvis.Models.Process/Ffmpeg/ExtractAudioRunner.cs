using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Models.Process.Media;

namespace Jarvis.Models.Process.Ffmpeg;

/// <summary>Takes the first sound track out of a video, as 16-bit WAV with the channels and rate that it has.</summary>
internal sealed class ExtractAudioRunner(MediaInspector inspector, FfmpegTool ffmpeg) : OneByOneRunner
{
    public const string RunnerName = "ffmpeg-extract-audio";

    /// <inheritdoc/>
    public override string Name => RunnerName;

    /// <inheritdoc/>
    protected override async Task<ImmutableArray<ModelOutput>> RunAsync(
        ModelCard card,
        ModelRequest request,
        CancellationToken cancellationToken)
    {
        var file = await inspector.InspectVideoAsync(request.One("video"), cancellationToken).ConfigureAwait(false);
        if (!file.Probe!.HasAudio)
        {
            throw Error.UnsupportedMedia($"'{file.Name}' has no sound track.");
        }

        var path = request.ScratchPath("audio.wav");
        var progress = new FfmpegProgress(file.Duration, request.Progress);
        await ffmpeg.RunOnFileAsync(
            file,
            [.. FfmpegProgress.Arguments, "-map", "0:a:0", "-c:a", "pcm_s16le", "-f", "wav", path],
            command => command with { Folder = Path.GetDirectoryName(path), Received = progress.Receive },
            cancellationToken).ConfigureAwait(false);
        return [ModelOutput.FromFile("audio", MediaTypes.Wav, "audio.wav", path)];
    }
}
