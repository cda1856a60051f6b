using System.Buffers;
using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>Finds where text is on a page: PP-OCRv4 detection (arXiv 2206.03001 for its family), a DB network over the whole page.</summary>
/// <param name="model">1 × 3 × height × width to 1 × 1 × height × width, both multiples of 32.</param>
internal sealed class TextDetector(ITensorModel model)
{
    /// <summary>Larger pages are read at this size: an A4 page at 175 dots an inch. It bounds time and memory.</summary>
    public const int MaxPixels = 3_000_000;

    private const int Stride = 32;

    /// <summary>The boxes of text, in pixels of the page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public List<RotatedRectangle> Detect(PagePyramid page, CancellationToken cancellationToken)
    {
        var full = page.At(1);
        var factor = FactorOf(full);
        var size = (Width: Math.Max(1, (int)(full.Width * factor)), Height: Math.Max(1, (int)(full.Height * factor)));
        var padded = (Width: RoundUp(size.Width), Height: RoundUp(size.Height));
        var count = 3 * padded.Width * padded.Height;
        var buffer = ArrayPool<float>.Shared.Rent(count);
        try
        {
            DetectionTensor.Fill(page.At((int)(1 / factor)), size, buffer.AsSpan(0, count), padded);
            using var output = model.Run(buffer.AsMemory(0, count), [1, 3, padded.Height, padded.Width], cancellationToken);
            if (!output.Shape.AsSpan().SequenceEqual([1, 1, padded.Height, padded.Width]))
            {
                throw ModelDirectory.Damaged(ModelFile.Detection.Path);
            }

            var boxes = TextBoxFinder.Find(output.Values, padded.Width);
            return boxes.ConvertAll(box => box.Scale((float)(1 / factor)));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    private static double FactorOf(RgbImage page) => Math.Min(1, Math.Sqrt((double)MaxPixels / ((long)page.Width * page.Height)));

    private static int RoundUp(int side) => (side + Stride - 1) / Stride * Stride;
}
