using System.Buffers.Binary;
using System.IO.Compression;

namespace Jarvis.Models.Onnx.Tests.Images;

/// <summary>Reads PNG files that use no row filter, by the standard, so that tests need no decoder.</summary>
internal static class PngReader
{
    /// <summary>The samples of each pixel, row by row: three of a picture in colour, one of one in greys.</summary>
    public static (int Width, int Height, byte[] Samples) Read(byte[] file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        var (width, height, depth, channels) = (0, 0, 0, 0);
        using var packed = new MemoryStream();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var type = System.Text.Encoding.ASCII.GetString(file, at + 4, 4);
            var data = file.AsSpan(at + 8, length);
            Assert.Equal(Crc(file.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            if (type == "IHDR")
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
                (depth, channels) = (data[8], data[9] == 2 ? 3 : 1);
            }
            else if (type == "IDAT")
            {
                packed.Write(data);
            }

            at += 12 + length;
        }

        packed.Position = 0;
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        var samples = new byte[width * height * channels];
        var row = new byte[1 + (((width * channels * depth) + 7) / 8)];
        for (var y = 0; y < height; y++)
        {
            zlib.ReadExactly(row);
            Assert.Equal(0, row[0]);
            for (var i = 0; i < width * channels; i++)
            {
                samples[(y * width * channels) + i] = depth == 8 ? row[1 + i] : (byte)((row[1 + (i / 8)] >> (7 - (i % 8)) & 1) * 255);
            }
        }

        return (width, height, samples);
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
