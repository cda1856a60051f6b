using System.Runtime.InteropServices;
using System.Text;

namespace Jarvis.Conformance.Onnx;

/// <summary>Values with a shape: <c>TensorProto</c> of the ONNX standard.</summary>
public sealed class OnnxTensor
{
    private readonly OnnxElement _element;
    private readonly long[] _shape;
    private readonly byte[] _bytes;
    private readonly string[] _strings;

    private OnnxTensor(OnnxElement element, long[] shape, ReadOnlySpan<byte> bytes, string[]? strings = null)
    {
        _element = element;
        _shape = shape;
        _bytes = bytes.ToArray();
        _strings = strings ?? [];
    }

    public static OnnxTensor Of(long[] shape, params float[] values) => Of(OnnxElement.Float, shape, values);

    public static OnnxTensor Of(long[] shape, params long[] values) => Of(OnnxElement.Int64, shape, values);

    public static OnnxTensor Of(long[] shape, params int[] values) => Of(OnnxElement.Int32, shape, values);

    public static OnnxTensor Of(long[] shape, params byte[] values) => Of(OnnxElement.UInt8, shape, values);

    public static OnnxTensor Of(long[] shape, params string[] values) => new(OnnxElement.String, shape, [], values);

    internal ProtobufWriter Write(string? name)
    {
        var message = new ProtobufWriter()
            .WriteEach(1, _shape, static (writer, field, value) => writer.Write(field, value))
            .Write(2, (int)_element);
        if (name is not null)
        {
            message.Write(8, name);
        }

        return _element is OnnxElement.String
            ? message.WriteEach(6, _strings, static (writer, field, value) => writer.Write(field, Encoding.UTF8.GetBytes(value)))
            : message.Write(9, _bytes);
    }

    // ONNX keeps numbers in little-endian order, as does every processor that this runs on.
    private static OnnxTensor Of<T>(OnnxElement element, long[] shape, T[] values)
        where T : unmanaged
    {
        var count = shape.Aggregate(1L, static (product, length) => product * length);
        return count == values.Length
            ? new OnnxTensor(element, shape, MemoryMarshal.AsBytes(values.AsSpan()))
            : throw new ArgumentException($"The shape [{string.Join(", ", shape)}] holds {count} values, not {values.Length}.", nameof(values));
    }
}
