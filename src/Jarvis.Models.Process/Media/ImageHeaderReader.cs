using System.Buffers.Binary;
using System.Text;

namespace Jarvis.Models.Process.Media;

/// <summary>
/// Reads the headers of PNG (ISO/IEC 15948), JPEG (ITU-T T.81), GIF89a, BMP, WebP (RFC 9649) and TIFF 6.0. What a file is, is decided by
/// its first bytes alone; anything that is none of these, or whose header breaks off, is null.
/// </summary>
internal static class ImageHeaderReader
{
    // What a real header needs at most; a file of endless small parts is given up.
    private const int MaxParts = 1000;
    private const int MaxExifBytes = 64 << 10;

    /// <summary>Reads the header of a picture.</summary>
    /// <param name="stream">Seekable, at its start.</param>
    public static ImageHeader? Read(Stream stream)
    {
        Span<byte> start = stackalloc byte[32];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        start = start[..length];
        var header = start switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png(stream),
            [0xFF, 0xD8, 0xFF, ..] => Jpeg(stream),
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', _, _, _, _, ..] => Gif(start),
            [(byte)'B', (byte)'M', ..] when length >= 26 => Bmp(start),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] when length >= 30 => WebP(start),
            [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => Tiff(stream),
            _ => null,
        };
        return header is { Width: > 0, Height: > 0 } ? header : null;
    }

    private static ImageHeader? Png(Stream stream)
    {
        stream.Position = 8;
        Span<byte> chunk = stackalloc byte[8];
        Span<byte> size = stackalloc byte[13];
        ImageHeader? header = null;
        for (var part = 0; part < MaxParts && TryFill(stream, chunk); part++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            var next = stream.Position + length + 4;
            switch (Encoding.ASCII.GetString(chunk[4..]))
            {
                case "IHDR" when header is null && length >= size.Length && TryFill(stream, size):
                    header = new(
                        "png_pipe",
                        BinaryPrimitives.ReadInt32BigEndian(size),
                        BinaryPrimitives.ReadInt32BigEndian(size[4..]),
                        HasAlpha: size[9] is 4 or 6);
                    break;
                case "tRNS":
                    header = header is null ? null : header with { HasAlpha = true };
                    break;
                case "eXIf":
                    header = header is null ? null : header with { Orientation = Orientation(stream, length) };
                    break;
                case "IDAT" or "IEND":
                    return header;
                case "CgBI":
                    return null;
                default:
                    break;
            }

            stream.Position = Math.Min(next, stream.Length);
        }

        return header;
    }

    private static ImageHeader? Jpeg(Stream stream)
    {
        stream.Position = 2;
        Span<byte> marker = stackalloc byte[4];
        Span<byte> frame = stackalloc byte[5];
        Span<byte> name = stackalloc byte[6];
        var orientation = 1;
        for (var part = 0; part < MaxParts && TryFill(stream, marker); part++)
        {
            if (marker[0] != 0xFF)
            {
                return null;
            }

            // Any marker may be preceded by fill bytes of FF (T.81, B.1.1.2).
            if (marker[1] == 0xFF)
            {
                stream.Position -= 3;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(marker[2..]);
            var next = stream.Position + length - 2;
            switch (marker[1])
            {
                case >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC:
                    return TryFill(stream, frame)
                        ? new(
                            "jpeg_pipe",
                            BinaryPrimitives.ReadUInt16BigEndian(frame[3..]),
                            BinaryPrimitives.ReadUInt16BigEndian(frame[1..]),
                            Orientation: orientation)
                        : null;
                case 0xE1 when length > 8 && TryFill(stream, name) && name.SequenceEqual("Exif\0\0"u8):
                    orientation = Orientation(stream, (uint)length - 8);
                    break;
                case 0xDA or 0xD9:
                    return null;
                default:
                    break;
            }

            if (length < 2)
            {
                return null;
            }

            stream.Position = Math.Min(next, stream.Length);
        }

        return null;
    }

    private static ImageHeader Gif(ReadOnlySpan<byte> start) => new(
        "gif_pipe",
        BinaryPrimitives.ReadUInt16LittleEndian(start[6..]),
        BinaryPrimitives.ReadUInt16LittleEndian(start[8..]),
        HasAlpha: true);

    private static ImageHeader? Bmp(ReadOnlySpan<byte> start)
    {
        const int OldHeader = 12;
        if (BinaryPrimitives.ReadUInt32LittleEndian(start[14..]) == OldHeader)
        {
            return new("bmp_pipe", BinaryPrimitives.ReadUInt16LittleEndian(start[18..]), BinaryPrimitives.ReadUInt16LittleEndian(start[20..]));
        }

        // A height below zero says that the rows run from the top.
        var height = BinaryPrimitives.ReadInt32LittleEndian(start[22..]);
        return height == int.MinValue
            ? null
            : new("bmp_pipe", BinaryPrimitives.ReadInt32LittleEndian(start[18..]), Math.Abs(height));
    }

    private static ImageHeader? WebP(ReadOnlySpan<byte> start) => Encoding.ASCII.GetString(start[12..16]) switch
    {
        "VP8 " => new(
            "webp_pipe",
            BinaryPrimitives.ReadUInt16LittleEndian(start[26..]) & 0x3FFF,
            BinaryPrimitives.ReadUInt16LittleEndian(start[28..]) & 0x3FFF),
        "VP8L" when BinaryPrimitives.ReadUInt32LittleEndian(start[21..]) is var bits => new(
            "webp_pipe",
            (int)(bits & 0x3FFF) + 1,
            (int)((bits >> 14) & 0x3FFF) + 1,
            HasAlpha: (bits >> 28 & 1) == 1),
        "VP8X" => new(
            "webp_pipe",
            UInt24(start[24..]) + 1,
            UInt24(start[27..]) + 1,
            HasAlpha: (start[20] & 0x10) != 0,
            IsMoving: (start[20] & 0x02) != 0),
        _ => null,
    };

    private static ImageHeader? Tiff(Stream stream)
    {
        const int Width = 256, Height = 257;
        var directory = TiffDirectory.Read(stream, 0);
        return directory is null
            ? null
            : new("tiff_pipe", directory.Value(Width) ?? 0, directory.Value(Height) ?? 0, Orientation: directory.Orientation);
    }

    private static int Orientation(Stream stream, uint length)
    {
        var bytes = new byte[Math.Min(length, MaxExifBytes)];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        using var exif = new MemoryStream(bytes, 0, read, writable: false);
        return TiffDirectory.Read(exif, 0)?.Orientation ?? 1;
    }

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    private static bool TryFill(Stream stream, Span<byte> buffer) =>
        stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) == buffer.Length;
}
