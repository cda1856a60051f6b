using System.Buffers.Binary;

namespace Jarvis.Models.Process.Media;

/// <summary>The first directory of a TIFF 6.0 structure, which is also how Exif keeps its tags.</summary>
internal sealed class TiffDirectory
{
    private const int EntryBytes = 12;
    private const int OrientationTag = 274;

    private readonly Dictionary<int, int> _values = [];

    /// <summary>The orientation, 1 to 8; 1 where it is missing or none of these.</summary>
    public int Orientation => Value(OrientationTag) is >= 1 and <= 8 and var value ? value : 1;

    /// <summary>Reads the tags whose value is one whole number.</summary>
    /// <param name="stream">Seekable.</param>
    /// <param name="origin">Where the structure begins; its offsets count from there.</param>
    /// <returns>The directory; null where there is none.</returns>
    public static TiffDirectory? Read(Stream stream, long origin)
    {
        Span<byte> start = stackalloc byte[8];
        stream.Position = origin;
        if (!TryFill(stream, start) || start[..2] is not ([(byte)'I', (byte)'I'] or [(byte)'M', (byte)'M']))
        {
            return null;
        }

        var little = start[0] == 'I';
        var position = origin + UInt32(start[4..], little);
        if (position > stream.Length)
        {
            return null;
        }

        stream.Position = position;
        Span<byte> entry = stackalloc byte[EntryBytes];
        if (!TryFill(stream, entry[..2]))
        {
            return null;
        }

        var directory = new TiffDirectory();
        for (var left = UInt16(entry, little); left > 0 && TryFill(stream, entry); left--)
        {
            const int Short = 3, Long = 4;
            var value = (UInt16(entry[2..], little), UInt32(entry[4..], little)) switch
            {
                (Short, 1) => UInt16(entry[8..], little),
                (Long, 1) => UInt32(entry[8..], little),
                _ => uint.MaxValue,
            };
            if (value <= int.MaxValue)
            {
                directory._values[UInt16(entry, little)] = (int)value;
            }
        }

        return directory;
    }

    /// <summary>The value of a tag; null where it is missing or not one whole number.</summary>
    public int? Value(int tag) => _values.TryGetValue(tag, out var value) ? value : null;

    private static bool TryFill(Stream stream, Span<byte> buffer) =>
        stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) == buffer.Length;

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
