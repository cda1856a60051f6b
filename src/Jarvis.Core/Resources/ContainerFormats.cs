using System.Buffers.Binary;
using Jarvis.Media;

namespace Jarvis.Resources;

/// <summary>Formats whose signature says only how things are packed, so that one has to look at what is.</summary>
internal static class ContainerFormats
{
    /// <summary>The media type, or null for no known container.</summary>
    internal static string? Detect(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("RIFF"u8) || head.StartsWith("RF64"u8))
            return Riff(head);

        if (head.StartsWith("FORM"u8))
            return Tag(head, 8) is "AIFF" or "AIFC" ? "audio/aiff" : null;

        if (head.StartsWith("OggS"u8))
            return Ogg(head);

        if (head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]))
            return Matroska(head);

        return Tag(head, 4) switch
        {
            "ftyp" => IsoMedia(head),
            // QuickTime before it had brands.
            "moov" or "mdat" or "wide" or "pnot" => "video/quicktime",
            _ => null,
        };
    }

    private static string? Riff(ReadOnlySpan<byte> head) => Tag(head, 8) switch
    {
        "WAVE" => MediaTypes.Wav,
        "WEBP" => "image/webp",
        "AVI " => "video/x-msvideo",
        _ => null,
    };

    private static string Ogg(ReadOnlySpan<byte> head)
    {
        var hasVideo = head.IndexOf((ReadOnlySpan<byte>)[0x80, (byte)'t', (byte)'h', (byte)'e', (byte)'o', (byte)'r', (byte)'a']) >= 0
            || head.IndexOf("\u0001video\0"u8) >= 0
            || head.IndexOf("BBCD\0"u8) >= 0;
        return hasVideo ? "video/ogg" : "audio/ogg";
    }

    /// <summary>WebM and Matroska. Recorders of browsers write sound alone, which only the codec of a track tells.</summary>
    private static string Matroska(ReadOnlySpan<byte> head)
    {
        var isWebM = head[..Math.Min(head.Length, 64)].IndexOf("webm"u8) >= 0;
        var isSound = !HasCodec(head, (byte)'V') && HasCodec(head, (byte)'A');
        return (isWebM, isSound) switch
        {
            (true, true) => "audio/webm",
            (true, false) => "video/webm",
            (false, true) => "audio/x-matroska",
            (false, false) => "video/x-matroska",
        };
    }

    /// <summary>Looks for a CodecID element (0x86, a length of one byte, a name) such as <c>V_VP8</c> or <c>A_OPUS</c>.</summary>
    private static bool HasCodec(ReadOnlySpan<byte> head, byte kind)
    {
        for (var i = 0; i + 3 < head.Length; i++)
        {
            if (head[i] == 0x86 && (head[i + 1] & 0x80) != 0 && head[i + 2] == kind && head[i + 3] == (byte)'_')
                return true;
        }

        return false;
    }

    /// <summary>ISO/IEC 14496-12: the brands of the file type box, the major one first, then (after a version) the compatible ones.</summary>
    private static string IsoMedia(ReadOnlySpan<byte> head)
    {
        var end = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(head), (uint)head.Length);
        string? general = null;
        for (var at = 8; at + 4 <= end; at = at == 8 ? 16 : at + 4)
        {
            switch (Tag(head, at))
            {
                case "avif" or "avis":
                    return "image/avif";
                case "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx":
                    return "image/heic";
                case "M4A " or "M4B " or "M4P " when at == 8:
                    return "audio/mp4";
                case "qt  " when at == 8:
                    return "video/quicktime";
                case "mif1" or "msf1":
                    general ??= "image/heif";
                    break;
            }
        }

        return general ?? MediaTypes.Mp4;
    }

    private static string Tag(ReadOnlySpan<byte> head, int at) =>
        head.Length >= at + 4 ? System.Text.Encoding.Latin1.GetString(head.Slice(at, 4)) : "";
}
