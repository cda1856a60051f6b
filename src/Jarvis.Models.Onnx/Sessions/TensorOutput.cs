using Microsoft.ML.OnnxRuntime;

namespace Jarvis.Models.Onnx.Sessions;

/// <summary>What a network gave, in the runtime's own memory.</summary>
internal sealed class TensorOutput : IDisposable
{
    private readonly IDisposableReadOnlyCollection<OrtValue> _outputs;

    public TensorOutput(IDisposableReadOnlyCollection<OrtValue> outputs)
    {
        _outputs = outputs;
        Shape = outputs[0].GetTensorTypeAndShape().Shape;
    }

    public long[] Shape { get; }

    public ReadOnlySpan<float> Values => _outputs[0].GetTensorDataAsSpan<float>();

    public void Dispose() => _outputs.Dispose();
}
