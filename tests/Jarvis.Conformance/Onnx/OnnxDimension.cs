namespace Jarvis.Conformance.Onnx;

/// <summary>A dimension of a tensor: a length, or a name where the length is only known when the graph runs.</summary>
public readonly record struct OnnxDimension(long? Length, string? Name)
{
    public static implicit operator OnnxDimension(int length) => new(length, null);

    public static implicit operator OnnxDimension(long length) => new(length, null);

    public static implicit operator OnnxDimension(string name) => new(null, name);

    internal ProtobufWriter Write() =>
        Length is { } length ? new ProtobufWriter().Write(1, length) : new ProtobufWriter().Write(2, Name ?? string.Empty);
}
