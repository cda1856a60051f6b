using System.Buffers;
using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>Says whether lines are upside down: the direction classifier of PP-OCR (Y. Du et al., "PP-OCR", arXiv 2009.09941).</summary>
/// <param name="model">Lines × 3 × 48 × 192 to lines × 2: the probabilities of upright and upside down.</param>
internal sealed class DirectionClassifier(ITensorModel model)
{
    /// <summary>The columns of a line that the network sees.</summary>
    public const int Width = 192;

    private const int MaxLines = 8;

    /// <summary>Looks at lines.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="cancellationToken">Ends looking.</param>
    /// <returns>The probability that each is upside down, from 0 to 1.</returns>
    public float[] Classify(IReadOnlyList<LineImage> lines, CancellationToken cancellationToken)
    {
        var upsideDown = new float[lines.Count];
        const int Size = 3 * LineImage.Height * Width;
        var buffer = ArrayPool<float>.Shared.Rent(Size * MaxLines);
        try
        {
            for (var first = 0; first < lines.Count; first += MaxLines)
            {
                var count = Math.Min(MaxLines, lines.Count - first);
                for (var i = 0; i < count; i++)
                {
                    LineTensor.Fill(lines[first + i], 0, Width, buffer.AsSpan(i * Size, Size));
                }

                using var output = model.Run(buffer.AsMemory(0, count * Size), [count, 3, LineImage.Height, Width], cancellationToken);
                if (!output.Shape.AsSpan().SequenceEqual([count, 2]))
                {
                    throw ModelDirectory.Damaged(ModelFile.Direction.Path);
                }

                for (var i = 0; i < count; i++)
                {
                    upsideDown[first + i] = output.Values[(i * 2) + 1];
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }

        return upsideDown;
    }
}
