using System.Buffers;
using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>
/// Reads lines: PP-OCRv4 recognition, SVTR-LCNet (arXiv 2206.03001; Y. Du et al., "SVTR", arXiv 2205.00159) with a CTC head.
/// </summary>
/// <param name="model">Lines × 3 × 48 × width to lines × steps × classes.</param>
/// <param name="readAlphabet">Gives the characters of the classes; called once, when the first line is read.</param>
internal sealed class TextRecognizer(ITensorModel model, Func<string[]> readAlphabet)
{
    private CtcDecoder? _decoder;

    /// <summary>Reads lines.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <returns>What each says.</returns>
    public ReadText[] Read(IReadOnlyList<LineImage> lines, CancellationToken cancellationToken)
    {
        _decoder ??= new CtcDecoder(readAlphabet());
        var texts = new ReadText[lines.Count];
        foreach (var batch in LineBatches.Make([.. lines.Select(line => line.Width)]))
        {
            ReadBatch(lines, batch, texts, _decoder, cancellationToken);
        }

        return texts;
    }

    private void ReadBatch(IReadOnlyList<LineImage> lines, int[] batch, ReadText[] texts, CtcDecoder decoder, CancellationToken cancellationToken)
    {
        var width = LineBatches.Bucket(lines[batch[0]].Width);
        var size = 3 * LineImage.Height * width;
        var buffer = ArrayPool<float>.Shared.Rent(size * batch.Length);
        try
        {
            for (var i = 0; i < batch.Length; i++)
            {
                LineTensor.Fill(lines[batch[i]], 0, width, buffer.AsSpan(i * size, size));
            }

            using var output = model.Run(
                buffer.AsMemory(0, size * batch.Length), [batch.Length, 3, LineImage.Height, width], cancellationToken);
            if (output.Shape is not [var count, _, var classes] || count != batch.Length || classes != decoder.Classes)
            {
                throw ModelDirectory.Damaged(ModelFile.Recognition.Path);
            }

            var values = output.Values;
            var length = values.Length / batch.Length;
            for (var i = 0; i < batch.Length; i++)
            {
                texts[batch[i]] = decoder.Decode(values.Slice(i * length, length));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }
}
