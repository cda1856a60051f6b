using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Benchmarks.Ocr;

/// <summary>Remembers what a network was run on, so that it can be run on the same again alone.</summary>
internal sealed class RecordingModel(ITensorModel model) : ITensorModel
{
    private readonly List<(float[] Values, long[] Shape)> _runs = [];

    public TensorOutput Run(Memory<float> values, long[] shape, CancellationToken cancellationToken)
    {
        _runs.Add((values.ToArray(), [.. shape]));
        return model.Run(values, shape, cancellationToken);
    }

    public void RunAgain()
    {
        foreach (var (values, shape) in _runs)
        {
            model.Run(values, shape, CancellationToken.None).Dispose();
        }
    }
}
