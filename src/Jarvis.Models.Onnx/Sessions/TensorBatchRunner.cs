using System.Numerics.Tensors;
using Jarvis.Errors;
using Jarvis.Models.Serving;

namespace Jarvis.Models.Onnx.Sessions;

/// <summary>
/// Stacks tensors of one shape into a batch, runs a network on it, and takes the output apart again. A request of a wrong size, or that
/// comes out as something that is not a number, fails alone. For one thread.
/// </summary>
/// <param name="model">A network whose input and output begin with the batch.</param>
/// <param name="shape">The shape of one request, without the batch.</param>
internal sealed class TensorBatchRunner(ITensorModel model, params long[] shape) : IBatchRunner<ReadOnlyMemory<float>, float[]>
{
    private readonly int _size = checked((int)TensorPrimitives.Product<long>(shape));
    private readonly long[] _batchShape = [0, .. shape];
    private float[] _values = [];

    /// <inheritdoc/>
    public BatchBucket BucketOf(ReadOnlyMemory<float> request) => request.Length == _size
        ? default
        : throw Error.InvalidRequest($"The network takes {_size:N0} numbers at a time, not {request.Length:N0}.");

    /// <inheritdoc/>
    public void Run(IReadOnlyList<ReadOnlyMemory<float>> requests, BatchResults<float[]> results, CancellationToken cancellationToken)
    {
        var count = requests.Count;
        _values = _values.Length < count * _size ? new float[count * _size] : _values;
        for (var i = 0; i < count; i++)
        {
            requests[i].Span.CopyTo(_values.AsSpan(i * _size, _size));
        }

        _batchShape[0] = count;
        using var output = model.Run(_values.AsMemory(0, count * _size), _batchShape, cancellationToken);
        var values = output.Values;
        if (output.Shape is not [var rows, ..] || rows != count)
        {
            throw Error.ModelFailed("The network gave another number of answers than it was asked for.", retryable: false);
        }

        var size = values.Length / count;
        for (var i = 0; i < count; i++)
        {
            var row = values.Slice(i * size, size);
            if (size > 0 && float.IsNaN(TensorPrimitives.Max(row)))
            {
                results.Fail(i, Error.ModelFailed("The network gave no numbers for this input; check the input.", retryable: false));
            }
            else
            {
                results.Succeed(i, row.ToArray());
            }
        }
    }
}
