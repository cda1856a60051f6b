using Jarvis.Models.Onnx.Manifests;

namespace Jarvis.Models.Onnx.Images;

/// <summary>
/// Where a picture is on what a network is given: a point (x, y) of the picture is at (x × <see cref="ScaleX"/> + <see cref="OffsetX"/>,
/// y × <see cref="ScaleY"/> + <see cref="OffsetY"/>). Points are edges of pixels: 0 is the left edge of the first.
/// </summary>
/// <param name="SourceWidth">Columns of the picture.</param>
/// <param name="SourceHeight">Rows of the picture.</param>
/// <param name="Width">Columns of what the network is given.</param>
/// <param name="Height">Rows of what the network is given.</param>
/// <param name="ResizedWidth">Columns that the picture is resized to.</param>
/// <param name="ResizedHeight">Rows that the picture is resized to.</param>
/// <param name="OffsetX">Where the resized picture's left edge is; less than 0 where it is cut.</param>
/// <param name="OffsetY">Where the resized picture's upper edge is; less than 0 where it is cut.</param>
internal readonly record struct ImageGeometry(
    int SourceWidth, int SourceHeight, int Width, int Height, int ResizedWidth, int ResizedHeight, int OffsetX, int OffsetY)
{
    /// <summary>Columns of the network for one of the picture.</summary>
    public double ScaleX => (double)ResizedWidth / SourceWidth;

    /// <summary>Rows of the network for one of the picture.</summary>
    public double ScaleY => (double)ResizedHeight / SourceHeight;

    /// <summary>How a manifest brings a picture to its size.</summary>
    /// <param name="image">The manifest's part.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    public static ImageGeometry Of(ManifestImage image, int width, int height)
    {
        var (resizedWidth, resizedHeight) = Resized(image, width, height);
        var (outWidth, outHeight) = image switch
        {
            { CropSize: { } crop } => (crop.Width!.Value, crop.Height!.Value),
            { Resize: ResizeMode.Letterbox } => (image.Size!.Width!.Value, image.Size.Height!.Value),
            { Resize: ResizeMode.None } => (Multiple(width, image.SizeDivisor), Multiple(height, image.SizeDivisor)),
            _ => (resizedWidth, resizedHeight),
        };
        var isInCorner = image.Resize is ResizeMode.None;
        return new(
            width,
            height,
            outWidth,
            outHeight,
            resizedWidth,
            resizedHeight,
            isInCorner ? 0 : FloorHalf(outWidth - resizedWidth),
            isInCorner ? 0 : FloorHalf(outHeight - resizedHeight));
    }

    /// <summary>The place in the picture of a place on what the network was given.</summary>
    /// <param name="x">Columns.</param>
    /// <param name="y">Rows.</param>
    public (double X, double Y) ToSource(double x, double y) => ((x - OffsetX) / ScaleX, (y - OffsetY) / ScaleY);

    private static (int Width, int Height) Resized(ManifestImage image, int width, int height)
    {
        switch (image.Resize)
        {
            case ResizeMode.None:
                return (width, height);
            case ResizeMode.Stretch:
                return (image.Size!.Width!.Value, image.Size.Height!.Value);
            case ResizeMode.Letterbox:
                var fit = Math.Min((double)image.Size!.Width!.Value / width, (double)image.Size.Height!.Value / height);
                return (AtLeastOne(Math.Round(width * fit)), AtLeastOne(Math.Round(height * fit)));
            default:
                var shortest = (double)image.Size!.ShortestEdge!.Value;
                var scale = shortest / Math.Min(width, height);
                if (image.Size.LongestEdge is { } longest && Math.Max(width, height) * scale > longest)
                {
                    scale = (double)longest / Math.Max(width, height);
                }

                return (AtLeastOne(Math.Floor((width * scale) + 1e-9)), AtLeastOne(Math.Floor((height * scale) + 1e-9)));
        }
    }

    private static int AtLeastOne(double edge) => Math.Max(1, (int)edge);

    private static int Multiple(int edge, int divisor) => (edge + divisor - 1) / divisor * divisor;

    // A middle that is half a pixel off goes to the upper left, whether it is cut or filled.
    private static int FloorHalf(int rest) => rest >= 0 ? rest / 2 : -(-rest / 2);
}
