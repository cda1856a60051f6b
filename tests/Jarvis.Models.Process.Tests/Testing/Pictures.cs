using System.Buffers.Binary;

namespace Jarvis.Models.Process.Tests.Testing;

/// <summary>Pictures made without any of the programs under test.</summary>
internal static class Pictures
{
    public static readonly (byte R, byte G, byte B) Red = (255, 0, 0);
    public static readonly (byte R, byte G, byte B) Green = (0, 255, 0);
    public static readonly (byte R, byte G, byte B) Blue = (0, 0, 255);
    public static readonly (byte R, byte G, byte B) White = (255, 255, 255);

    /// <summary>Red and green above blue and white, as a BMP.</summary>
    public static byte[] Quarters(int width, int height) => Bitmap(width, height, (x, y) =>
        (x < width / 2, y < height / 2) switch
        {
            (true, true) => Red,
            (false, true) => Green,
            (true, false) => Blue,
            (false, false) => White,
        });

    /// <summary>A 24-bit BMP.</summary>
    public static byte[] Bitmap(int width, int height, Func<int, int, (byte R, byte G, byte B)> pixel)
    {
        const int HeaderBytes = 54;
        var stride = ((width * 3) + 3) / 4 * 4;
        var file = new byte[HeaderBytes + (stride * height)];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), HeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), 24);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (r, g, b) = pixel(x, y);
                var at = HeaderBytes + ((height - 1 - y) * stride) + (x * 3);
                (file[at], file[at + 1], file[at + 2]) = (b, g, r);
            }
        }

        return file;
    }

    /// <summary>The beginning of a PNG: what its header says, and nothing after.</summary>
    public static byte[] PngHeader(int width, int height)
    {
        var file = new byte[33];
        new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A }.CopyTo(file, 0);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(8), 13);
        "IHDR"u8.CopyTo(file.AsSpan(12));
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), height);
        (file[24], file[25]) = (8, 2);
        return file;
    }

    /// <summary>A JPEG with an Exif part that says how it is to be turned.</summary>
    public static byte[] WithOrientation(byte[] jpeg, int orientation, bool bigEndian)
    {
        byte[] tiff = bigEndian
            ? [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0]
            : [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0];
        byte[] exif = [.. "Exif\0\0"u8, .. tiff];
        return [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg.AsSpan(2)];
    }
}
