namespace Jarvis.Resources;

/// <summary>MP3 and AAC as streams of frames, with or without an ID3 tag in front.</summary>
internal static class MpegAudio
{
    private const string Mp3 = "audio/mpeg";

    /// <summary>Kilobits a second of MPEG-1 and MPEG-2 Layer III (ISO/IEC 11172-3, 13818-3); 0 is free, which no player takes.</summary>
    private static ReadOnlySpan<short> BitRates1 => [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];

    private static ReadOnlySpan<short> BitRates2 => [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

    private static ReadOnlySpan<int> SampleRates1 => [44_100, 48_000, 32_000];

    /// <summary>The media type, or null.</summary>
    internal static string? Detect(ReadOnlySpan<byte> head)
    {
        if (IsId3(head))
            return Mp3;

        if (head.Length >= 7 && head[0] == 0xFF && (head[1] & 0xF6) == 0xF0 && (head[2] >> 2 & 0x0F) < 13)
            return "audio/aac";

        // One header is only eleven set bits; where the next frame should be in sight, it has to be there.
        var length = FrameLength(head);
        return length > 0 && (head.Length < length + 4 || FrameLength(head[length..]) > 0) ? Mp3 : null;
    }

    private static bool IsId3(ReadOnlySpan<byte> head) =>
        head.Length >= 10 && head.StartsWith("ID3"u8) && head[3] is >= 2 and <= 4 && head[6..10].IndexOfAnyInRange((byte)0x80, (byte)0xFF) < 0;

    /// <summary>The length in bytes of the Layer III frame that begins here; 0 where none does.</summary>
    private static int FrameLength(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 4 || frame[0] != 0xFF || (frame[1] & 0xE0) != 0xE0)
            return 0;

        var version = frame[1] >> 3 & 3;
        var layer = frame[1] >> 1 & 3;
        var bitRate = frame[2] >> 4;
        var sampleRate = frame[2] >> 2 & 3;
        if (version == 1 || layer != 1 || bitRate is 0 or 15 || sampleRate == 3)
            return 0;

        var padding = frame[2] >> 1 & 1;
        var isFirst = version == 3;
        var bits = (isFirst ? BitRates1 : BitRates2)[bitRate] * 1000;
        var rate = SampleRates1[sampleRate] / (isFirst ? 1 : version == 2 ? 2 : 4);
        return ((isFirst ? 144 : 72) * bits / rate) + padding;
    }
}
