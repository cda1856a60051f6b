using System.Collections.Immutable;
using Jarvis.Media;
using Jarvis.Models.Process.Media;

namespace Jarvis.Models.Process.Ffmpeg;

/// <summary>Edges of an image as a picture of the same size, white on black: J. Canny, "A Computational Approach to Edge Detection", 1986.</summary>
internal sealed class EdgeRunner(MediaInspector inspector, FfmpegTool ffmpeg) : OneByOneRunner
{
    public const string RunnerName = "ffmpeg-edgedetect";

    // Of a step that is sharp to the pixel, as screenshots and drawings have, the filter finds two equally steep pixels and keeps neither.
    // A blend that leans to one side makes one of them the steeper.
    private const string Lean = "convolution=0m='0 0 0 0 9 3 0 3 1':0rdiv=0.0625";

    // ffmpeg's own default thresholds, as fractions of full white: 20 and 50 of 255.
    private const string Edges = "edgedetect=low=0.0784:high=0.196:mode=wires";

    /// <inheritdoc/>
    public override string Name => RunnerName;

    /// <inheritdoc/>
    protected override async Task<ImmutableArray<ModelOutput>> RunAsync(
        ModelCard card,
        ModelRequest request,
        CancellationToken cancellationToken)
    {
        var file = await inspector.InspectImageAsync(request.One("image"), cancellationToken).ConfigureAwait(false);
        var path = request.ScratchPath("edges.png");
        await ffmpeg.RunOnImageAsync(
            file,
            ["format=gray", Lean, Edges],
            ["-c:v", "png", "-f", "image2", "-update", "1", path],
            command => command with { Folder = Path.GetDirectoryName(path) },
            cancellationToken).ConfigureAwait(false);
        return [ModelOutput.FromFile("image", MediaTypes.Png, "edges.png", path)];
    }
}
