using System.Buffers.Binary;
using System.IO.Compression;

namespace Jarvis.EndToEnd.Tests.Testing;

/// <summary>Small or sparse files that unpack to far too much.</summary>
internal static class BigFiles
{
    /// <summary>A valid white PNG of one bit a pixel.</summary>
    public static string Png(this Desk desk, string name, int side)
    {
        using var file = File.Create(desk.At(name));
        file.Write([0x89, .. "PNG\r\n\x1a\n"u8]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), side);
        header[8] = 1;
        Chunk(file, "IHDR"u8, header);

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[1 + ((side + 7) / 8)];
            row.AsSpan(1).Fill(0xff);
            for (var y = 0; y < side; y++)
            {
                zlib.Write(row);
            }
        }

        Chunk(file, "IDAT"u8, packed.ToArray());
        Chunk(file, "IEND"u8, []);
        return name;
    }

    /// <summary>Silence of eight bits at 8 kHz. Its bytes are a hole in the file.</summary>
    public static string SilentWav(this Desk desk, string name, TimeSpan duration)
    {
        const int Rate = 8000;
        var length = checked((int)(duration.TotalSeconds * Rate));
        using var file = File.Create(desk.At(name));
        using var writer = new BinaryWriter(file);
        writer.Write("RIFF"u8);
        writer.Write(36 + length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(Rate);
        writer.Write(Rate);
        writer.Write((short)1);
        writer.Write((short)8);
        writer.Write("data"u8);
        writer.Write(length);
        file.SetLength(44 + length);
        return name;
    }

    private static void Chunk(FileStream file, ReadOnlySpan<byte> type, byte[] content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        byte[] body = [.. type, .. content];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        file.Write(number);
    }

    /// <summary>CRC-32 (ISO 3309, as PNG's annex D gives it).</summary>
    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
