using System.Buffers.Binary;
using Jarvis.Media;

namespace Jarvis.Resources;

/// <summary>Tells the formats of bytes that are not text from each other, by their signatures.</summary>
internal static class BinaryFormats
{
    internal const string Executable = "application/x-executable";

    /// <summary>The media type, or null for no known format.</summary>
    internal static string? Detect(ReadOnlySpan<byte> head) =>
        Picture(head) ?? ContainerFormats.Detect(head) ?? Sound(head) ?? Video(head) ?? Archive(head) ?? Program(head);

    private static string? Picture(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
            return MediaTypes.Png;

        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return MediaTypes.Jpeg;

        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
            return "image/gif";

        if (head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) || head.StartsWith("II+\0"u8) || head.StartsWith("MM\0+"u8))
            return "image/tiff";

        return IsBitmap(head) ? "image/bmp" : null;
    }

    /// <summary>"BM" begins many things; a bitmap also has an information header of one of the sizes that were ever defined.</summary>
    private static bool IsBitmap(ReadOnlySpan<byte> head) =>
        head.Length >= 18
        && head.StartsWith("BM"u8)
        && BinaryPrimitives.ReadUInt32LittleEndian(head[14..]) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;

    private static string? Sound(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("fLaC"u8))
            return "audio/flac";

        if (head.StartsWith("#!AMR"u8))
            return "audio/amr";

        return MpegAudio.Detect(head);
    }

    private static string? Video(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0x00, 0x00, 0x01, 0xBA]))
            return "video/mpeg";

        if (head.StartsWith("FLV\u0001"u8))
            return "video/x-flv";

        if (head.StartsWith((ReadOnlySpan<byte>)[0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]))
            return "video/x-ms-asf";

        const int Packet = 188;
        return head.Length > 2 * Packet && head[0] == 0x47 && head[Packet] == 0x47 && head[2 * Packet] == 0x47 ? "video/mp2t" : null;
    }

    private static string? Archive(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8) || head.StartsWith("PK\u0007\u0008"u8))
            return "application/zip";

        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return "application/gzip";

        if (head.StartsWith((ReadOnlySpan<byte>)[(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C]))
            return "application/x-7z-compressed";

        if (head.StartsWith("Rar!\u001A\u0007"u8))
            return "application/vnd.rar";

        if (head.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0x00]))
            return "application/x-xz";

        if (head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]))
            return "application/zstd";

        if (head.StartsWith("BZh"u8))
            return "application/x-bzip2";

        return head.Length > 262 && head[257..].StartsWith("ustar"u8) ? "application/x-tar" : null;
    }

    private static string? Program(ReadOnlySpan<byte> head)
    {
        var isProgram = head.StartsWith((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F'])
            || head.StartsWith("MZ"u8)
            || head.StartsWith("\0asm"u8)
            || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xED, 0xFA, 0xCE])
            || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xED, 0xFA, 0xCF])
            || head.StartsWith((ReadOnlySpan<byte>)[0xCE, 0xFA, 0xED, 0xFE])
            || head.StartsWith((ReadOnlySpan<byte>)[0xCF, 0xFA, 0xED, 0xFE])
            || head.StartsWith((ReadOnlySpan<byte>)[0xCA, 0xFE, 0xBA, 0xBE]);
        return isProgram ? Executable : null;
    }
}
