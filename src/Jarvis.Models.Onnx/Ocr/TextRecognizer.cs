using System.Buffers;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Serving;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>
/// Reads lines, of whatever pages: PP-OCRv4 recognition, SVTR-LCNet (arXiv 2206.03001; Y. Du et al., "SVTR", arXiv 2205.00159) with a CTC
/// head. For one thread.
/// </summary>
/// <param name="model">Lines × 3 × 48 × width to lines × steps × classes.</param>
/// <param name="readAlphabet">Gives the characters of the classes; called once, when the first line is read.</param>
internal sealed class TextRecognizer(ITensorModel model, Func<string[]> readAlphabet) : IBatchRunner<LineImage, ReadText>
{
    private CtcDecoder? _decoder;

    /// <inheritdoc/>
    public BatchBucket BucketOf(LineImage request) => new("line", LineWidths.Bucket(request.Width));

    /// <inheritdoc/>
    public void Run(IReadOnlyList<LineImage> requests, BatchResults<ReadText> results, CancellationToken cancellationToken)
    {
        _decoder ??= new CtcDecoder(readAlphabet());
        var width = LineWidths.Bucket(requests[0].Width);
        var size = 3 * LineImage.Height * width;
        var buffer = ArrayPool<float>.Shared.Rent(size * requests.Count);
        try
        {
            for (var i = 0; i < requests.Count; i++)
            {
                LineTensor.Fill(requests[i], 0, width, buffer.AsSpan(i * size, size));
            }

            using var output = model.Run(
                buffer.AsMemory(0, size * requests.Count), [requests.Count, 3, LineImage.Height, width], cancellationToken);
            if (output.Shape is not [var count, _, var classes] || count != requests.Count || classes != _decoder.Classes)
            {
                throw ModelDirectory.Damaged(ModelFile.Recognition.Path);
            }

            var values = output.Values;
            var length = values.Length / requests.Count;
            for (var i = 0; i < requests.Count; i++)
            {
                results.Succeed(i, _decoder.Decode(values.Slice(i * length, length)));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }
}
