using System.Collections.Immutable;
using Jarvis.Media;
using Jarvis.Models.Process.Media;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Process.Ffmpeg;

/// <summary>Changes an image by one operation. A JPEG stays one; anything else becomes PNG.</summary>
internal sealed class ImageFilterRunner(MediaInspector inspector, FfmpegTool ffmpeg, IOptions<ProcessModelOptions> options) : OneByOneRunner
{
    public const string RunnerName = "ffmpeg-filters";

    /// <inheritdoc/>
    public override string Name => RunnerName;

    /// <inheritdoc/>
    protected override async Task<ImmutableArray<ModelOutput>> RunAsync(
        ModelCard card,
        ModelRequest request,
        CancellationToken cancellationToken)
    {
        var file = await inspector.InspectImageAsync(request.One("image"), cancellationToken).ConfigureAwait(false);
        var filter = ImageFilters.Write(request, file.Image!, options.Value.Media);
        var isJpeg = file.Image!.Demuxer == "jpeg_pipe";
        var name = isJpeg ? "image.jpg" : "image.png";
        var path = request.ScratchPath(name);

        // Filters work on colours as they are stored; in red, green and blue, every one does what its name says.
        var format = file.Image.HasAlpha ? "format=rgba" : "format=gbrp";
        ImmutableArray<string> encoder = isJpeg
            ? ["-c:v", "mjpeg", "-pix_fmt", "yuvj444p", "-q:v", "2"]
            : ["-c:v", "png", "-pix_fmt", file.Image.HasAlpha ? "rgba" : "rgb24"];
        await ffmpeg.RunOnImageAsync(
            file,
            [format, filter],
            [.. encoder, "-f", "image2", "-update", "1", path],
            command => command with { Folder = Path.GetDirectoryName(path) },
            cancellationToken).ConfigureAwait(false);
        return [ModelOutput.FromFile("image", isJpeg ? MediaTypes.Jpeg : MediaTypes.Png, name, path)];
    }
}
