using System.Buffers.Binary;

namespace Jarvis.Models.Pricing;

/// <summary>How long a sound is, by the header of its file (Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0", RIFF WAVE).</summary>
internal static class WavLength
{
    /// <summary>What is read of a file: its chunks may begin with others than those that tell.</summary>
    internal const int HeaderLength = 4096;

    /// <summary>The seconds; null where the header does not tell them.</summary>
    /// <param name="header">The beginning of the file.</param>
    /// <param name="length">The bytes of the whole file; a header that tells of more is not believed.</param>
    internal static double? Seconds(ReadOnlySpan<byte> header, long length)
    {
        if (header.Length < 12 || !header.StartsWith("RIFF"u8) || !header[8..12].SequenceEqual("WAVE"u8))
        {
            return null;
        }

        uint bytesPerSecond = 0;
        for (var at = 12L; at + 8 <= header.Length;)
        {
            var chunk = header[(int)at..];
            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("fmt "u8) && chunk.Length >= 20)
            {
                bytesPerSecond = BinaryPrimitives.ReadUInt32LittleEndian(chunk[16..]);
            }
            else if (chunk.StartsWith("data"u8))
            {
                return bytesPerSecond == 0 ? null : Math.Min(size, Math.Max(0, length - at - 8)) / (double)bytesPerSecond;
            }

            at += 8L + size + (size & 1);
        }

        return null;
    }
}
