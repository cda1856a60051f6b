using System.Buffers.Binary;

namespace Jarvis.Models.Process.Media;

/// <summary>What a WAV file says of its sound (Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0").</summary>
/// <param name="BytesPerSecond">Bytes of sound a second.</param>
/// <param name="DataBytes">Bytes of sound that the file says it holds; null where a recorder never came to fill that in.</param>
/// <param name="PresentBytes">Bytes of sound that are there.</param>
internal sealed record WavHeader(uint BytesPerSecond, long? DataBytes, long PresentBytes)
{
    private const int MaxParts = 1000;

    // Writers pad and round; less than that is not worth a complaint.
    private const int Slack = 16;

    /// <summary>How long it plays, by what it says or, where it does not say, by what is there.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)(DataBytes ?? PresentBytes) / BytesPerSecond);

    /// <summary>Whether a part of the sound that it says it holds is not there.</summary>
    public bool IsCutOff => DataBytes > PresentBytes + Slack;

    /// <summary>Reads the header; null where it is none that tells where the sound is.</summary>
    /// <param name="stream">Seekable, at its start.</param>
    public static WavHeader? Read(Stream stream)
    {
        Span<byte> chunk = stackalloc byte[12];
        if (!TryFill(stream, chunk) || !chunk[..4].SequenceEqual("RIFF"u8) || !chunk[8..].SequenceEqual("WAVE"u8))
        {
            return null;
        }

        Span<byte> format = stackalloc byte[16];
        var bytesPerSecond = 0u;
        for (var part = 0; part < MaxParts && TryFill(stream, chunk[..8]); part++)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            var next = stream.Position + length + (length & 1);
            if (chunk[..4].SequenceEqual("fmt "u8) && length >= format.Length && TryFill(stream, format))
            {
                bytesPerSecond = BinaryPrimitives.ReadUInt32LittleEndian(format[8..]);
            }
            else if (chunk[..4].SequenceEqual("data"u8))
            {
                // Streams are written with 0 or the largest number, because their length was not known at their start.
                long? said = length is 0 or >= 0x7FFF_FFFF ? null : length;
                return bytesPerSecond == 0 ? null : new(bytesPerSecond, said, stream.Length - stream.Position);
            }

            stream.Position = Math.Min(next, stream.Length);
        }

        return null;
    }

    private static bool TryFill(Stream stream, Span<byte> buffer) =>
        stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) == buffer.Length;
}
