using System.Buffers.Binary;
using System.IO.Compression;
using Jarvis.Models.Onnx.Ocr;

namespace Jarvis.Models.Onnx.Images;

/// <summary>Writes PNG files (W3C, "Portable Network Graphics", third edition): the few forms that models' outputs need.</summary>
internal static class PngWriter
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Enumerable.Range(0, 8).Aggregate((uint)value, static (rest, _) => (rest & 1) != 0 ? 0xEDB88320 ^ (rest >> 1) : rest >> 1))];

    /// <summary>A picture in colour.</summary>
    /// <param name="image">The picture.</param>
    public static byte[] Colour(RgbImage image) => Write(image.Width, image.Height, 8, 2, image.Width * 3, (y, row) => image.Pixels.Span.Slice(y * row.Length, row.Length).CopyTo(row));

    /// <summary>A picture of 256 greys.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="values">A value for each pixel, row by row.</param>
    public static byte[] Grey(int width, int height, byte[] values) => Write(width, height, 8, 0, width, (y, row) => values.AsSpan(y * width, width).CopyTo(row));

    /// <summary>A picture of black and white.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="isWhite">Whether a pixel is white, by its column and row.</param>
    public static byte[] BlackAndWhite(int width, int height, Func<int, int, bool> isWhite) => Write(width, height, 1, 0, (width + 7) / 8, (y, row) =>
    {
        row.Clear();
        for (var x = 0; x < width; x++)
        {
            row[x / 8] |= (byte)(isWhite(x, y) ? 0x80 >> (x % 8) : 0);
        }
    });

    private static byte[] Write(int width, int height, byte depth, byte colour, int rowBytes, RowFiller fill)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, colour);
        Chunk(file, "IHDR"u8, header);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            // Each row begins with its filter: none.
            var row = new byte[rowBytes + 1];
            for (var y = 0; y < height; y++)
            {
                fill(y, row.AsSpan(1));
                zlib.Write(row);
            }
        }

        Chunk(file, "IDAT"u8, packed.GetBuffer().AsSpan(0, (int)packed.Length));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Checksum(data, Checksum(type, uint.MaxValue)));
        file.Write(number);
    }

    private static uint Checksum(ReadOnlySpan<byte> data, uint checksum)
    {
        foreach (var value in data)
        {
            checksum = Table[(byte)(checksum ^ value)] ^ (checksum >> 8);
        }

        return checksum;
    }

    private delegate void RowFiller(int y, Span<byte> row);
}
