using System.Text;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>Reads the wire format of Protocol Buffers from a file without holding it: what is not looked at is stepped over.</summary>
/// <param name="stream">The file; seekable.</param>
internal sealed class ProtobufFile(Stream stream)
{
    private const int MaxText = 4_096;

    /// <summary>The length of the file.</summary>
    public long Length => stream.Length;

    /// <summary>The fields of a message.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>The number of each, its value where it is a whole number, and where its content is where it has one.</returns>
    /// <exception cref="FormatException">It is no message.</exception>
    public IEnumerable<(int Field, long Value, long Start, long End)> Fields(long start, long end)
    {
        for (var at = start; at < end;)
        {
            stream.Position = at;
            var tag = ReadVarint();
            var (value, from, to) = (0L, stream.Position, 0L);
            switch (tag & 7)
            {
                case 0:
                    value = (long)ReadVarint();
                    to = stream.Position;
                    break;
                case 1:
                    to = from + 8;
                    break;
                case 2:
                    var length = ReadVarint();
                    from = stream.Position;
                    to = from <= end && length <= (ulong)(end - from) ? from + (long)length : throw Damaged();
                    break;
                case 5:
                    to = from + 4;
                    break;
                default:
                    throw Damaged();
            }

            at = to <= end && tag >> 3 is > 0 and <= int.MaxValue ? to : throw Damaged();
            yield return ((int)(tag >> 3), value, from, to);
        }
    }

    /// <summary>A text.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="end">Where it ends.</param>
    public string Text(long start, long end)
    {
        if (end - start > MaxText)
        {
            throw Damaged();
        }

        var bytes = new byte[end - start];
        stream.Position = start;
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The fault of a file that is not what it should be.</summary>
    public static FormatException Damaged() => new("it is no ONNX file, or damaged; download or export it again");

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = stream.ReadByte();
            if (next < 0)
            {
                break;
            }

            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }
}
