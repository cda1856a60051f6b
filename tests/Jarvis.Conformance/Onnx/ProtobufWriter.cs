using System.Text;

namespace Jarvis.Conformance.Onnx;

/// <summary>Writes the wire format of Protocol Buffers: only what ONNX files need of it.</summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    private readonly MemoryStream _stream = new();

    public ProtobufWriter Write(int field, long value)
    {
        WriteTag(field, Varint);
        WriteVarint((ulong)value);
        return this;
    }

    public ProtobufWriter Write(int field, float value)
    {
        WriteTag(field, Fixed32);
        _stream.Write(BitConverter.GetBytes(value));
        return this;
    }

    public ProtobufWriter Write(int field, string value) => Write(field, Encoding.UTF8.GetBytes(value));

    public ProtobufWriter Write(int field, ProtobufWriter message) =>
        Write(field, message._stream.GetBuffer().AsSpan(0, (int)message._stream.Length));

    public ProtobufWriter Write(int field, ReadOnlySpan<byte> value)
    {
        WriteTag(field, LengthDelimited);
        WriteVarint((ulong)value.Length);
        _stream.Write(value);
        return this;
    }

    /// <summary>Writes a field once for each value.</summary>
    public ProtobufWriter WriteEach<T>(int field, IEnumerable<T> values, Func<ProtobufWriter, int, T, ProtobufWriter> write)
    {
        foreach (var value in values)
        {
            write(this, field, value);
        }

        return this;
    }

    public byte[] ToArray() => _stream.ToArray();

    private void WriteTag(int field, int wireType) => WriteVarint((ulong)((field << 3) | wireType));

    private void WriteVarint(ulong value)
    {
        while (value >= 0x80)
        {
            _stream.WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        _stream.WriteByte((byte)value);
    }
}
