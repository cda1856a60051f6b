using System.Buffers.Binary;
using Jarvis.Models.Onnx.Manifests;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Jarvis.Models.Onnx.Tests.Backend;

/// <summary>Reads <c>TensorProto</c> and <c>SequenceProto</c> of the ONNX standard, as files hold them.</summary>
internal static class TensorFile
{
    /// <summary>The value of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">A tensor, or a sequence of tensors.</param>
    public static OrtValue Read(string path, OnnxValueType type)
    {
        using var stream = File.OpenRead(path);
        return type is OnnxValueType.ONNX_TYPE_TENSOR ? ReadTensor(stream, 0, stream.Length) : ReadSequence(stream);
    }

    private static OrtValue ReadSequence(Stream stream)
    {
        const int Tensors = 3;
        var tensors = new List<OrtValue>();
        foreach (var (field, _, start, end) in new ProtobufFile(stream).Fields(0, stream.Length).ToList())
        {
            if (field == Tensors)
            {
                tensors.Add(ReadTensor(stream, start, end));
            }
        }

        return OrtValue.CreateSequence(tensors);
    }

    private static OrtValue ReadTensor(Stream stream, long start, long end)
    {
        var (shape, type, numbers, texts, raw) = (new List<long>(), TensorElementType.Float, new List<byte[]>(), new List<byte[]>(), (byte[]?)null);
        foreach (var (field, value, from, to) in new ProtobufFile(stream).Fields(start, end).ToList())
        {
            switch (field)
            {
                case 1 when to - from == 0 || value != 0 || IsVarint(stream, from, to):
                    shape.Add(value);
                    break;
                case 1:
                    shape.AddRange(Varints(Bytes(stream, from, to)));
                    break;
                case 2:
                    type = (TensorElementType)value;
                    break;
                case 6:
                    texts.Add(Bytes(stream, from, to));
                    break;
                case 4 or 10: // floats and doubles as they are, packed
                    numbers.Add(Bytes(stream, from, to));
                    break;
                case 5 or 7 or 11: // whole numbers as varints, packed
                    numbers.AddRange(Varints(Bytes(stream, from, to)).Select(number => Narrow(number, type)));
                    break;
                case 9:
                    raw = Bytes(stream, from, to);
                    break;
            }
        }

        return type is TensorElementType.String ? Texts(shape, texts) : Numbers(shape, type, raw ?? [.. numbers.SelectMany(bytes => bytes)]);
    }

    private static OrtValue Texts(List<long> shape, List<byte[]> texts)
    {
        var value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [.. shape]);
        foreach (var (i, text) in texts.Index())
        {
            value.StringTensorSetElementAt(text.AsSpan(), i);
        }

        return value;
    }

    private static OrtValue Numbers(List<long> shape, TensorElementType type, byte[] bytes)
    {
        var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, type, [.. shape]);
        if (bytes.Length > 0)
        {
            bytes.CopyTo(value.GetTensorMutableRawData());
        }

        return value;
    }

    /// <summary>A number of <c>int32_data</c>, <c>int64_data</c> or <c>uint64_data</c> in as many bytes as the type has.</summary>
    private static byte[] Narrow(long number, TensorElementType type)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return bytes[..(type switch
        {
            TensorElementType.Bool or TensorElementType.Int8 or TensorElementType.UInt8 => 1,
            TensorElementType.Int16 or TensorElementType.UInt16 or TensorElementType.Float16 or TensorElementType.BFloat16 => 2,
            TensorElementType.Int32 or TensorElementType.UInt32 => 4,
            _ => 8,
        })];
    }

    // The dimensions are written one by one by some, and packed by others: a packed one has its bytes after its tag and length.
    private static bool IsVarint(Stream stream, long from, long to)
    {
        stream.Position = from - 1;
        return stream.ReadByte() == 0x08 && to - from <= 10;
    }

    private static byte[] Bytes(Stream stream, long from, long to)
    {
        var bytes = new byte[to - from];
        stream.Position = from;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static List<long> Varints(ReadOnlySpan<byte> bytes)
    {
        var values = new List<long>();
        var (value, shift) = (0UL, 0);
        foreach (var next in bytes)
        {
            value |= (ulong)(next & 0x7F) << shift;
            shift += 7;
            if (next < 0x80)
            {
                values.Add((long)value);
                (value, shift) = (0, 0);
            }
        }

        return values;
    }
}
