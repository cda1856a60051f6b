namespace Jarvis.Models.Onnx.Tests.Backend;

/// <summary>
/// Makes a model take any number of rows: the standard's models have every dimension fixed. The first dimension of the input and of the
/// outputs (<c>ModelProto.graph.input.type.tensor_type.shape.dim</c>) gets a name for its number.
/// </summary>
internal static class FreeBatch
{
    // Field numbers of onnx.proto3.
    private const int Graph = 7;
    private const int Input = 11;
    private const int Output = 12;
    private const int Between = 13;
    private const int ValueName = 1;
    private const int ValueType = 2;

    /// <summary>The model with its batch free.</summary>
    /// <param name="model">The bytes of its file.</param>
    /// <param name="input">The input; others are weights.</param>
    public static byte[] Of(byte[] model, string input) => Edit(model, (field, graph) => field != Graph ? graph : Edit(graph, (part, value) => part switch
    {
        Input when NameOf(value) == input => FreeValue(value),
        Output => FreeValue(value),
        Between => null,
        _ => value,
    }));

    private static byte[] FreeValue(byte[] value) => Edit(value, (field, type) => field != ValueType ? type : Edit(type, (_, tensor) => Edit(tensor, (part, shape) =>
    {
        var isFirst = true;
        return part != 2 ? shape : Edit(shape, (_, dimension) =>
        {
            (var first, isFirst) = (isFirst, false);
            return first ? [0x12, 5, .. "batch"u8] : dimension;
        });
    })));

    private static string? NameOf(byte[] value)
    {
        string? name = null;
        Edit(value, (field, content) =>
        {
            name = field == ValueName ? System.Text.Encoding.UTF8.GetString(content) : name;
            return content;
        });
        return name;
    }

    /// <summary>Writes a message again, each field with a content as it should be; null leaves one out.</summary>
    private static byte[] Edit(byte[] message, Func<int, byte[], byte[]?> edit)
    {
        var edited = new List<byte>();
        for (var at = 0; at < message.Length;)
        {
            var from = at;
            var tag = Varint(message, ref at);
            switch (tag & 7)
            {
                case 0:
                    Varint(message, ref at);
                    edited.AddRange(message[from..at]);
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    if (edit((int)(tag >> 3), message[at..(at + length)]) is { } content)
                    {
                        Append(edited, tag);
                        Append(edited, (ulong)content.Length);
                        edited.AddRange(content);
                    }

                    at += length;
                    break;
                default:
                    at += (tag & 7) == 1 ? 8 : 4;
                    edited.AddRange(message[from..at]);
                    break;
            }
        }

        return [.. edited];
    }

    private static ulong Varint(byte[] bytes, ref int at)
    {
        var (value, shift) = (0UL, 0);
        byte next;
        do
        {
            next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            shift += 7;
        }
        while (next >= 0x80);
        return value;
    }

    private static void Append(List<byte> bytes, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
    }
}
