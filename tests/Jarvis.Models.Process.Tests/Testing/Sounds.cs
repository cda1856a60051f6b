using System.Buffers.Binary;

namespace Jarvis.Models.Process.Tests.Testing;

/// <summary>WAV files made without any of the programs under test.</summary>
internal static class Sounds
{
    public const int HeaderBytes = 44;

    /// <summary>A tone of one channel at 16 kHz.</summary>
    public static byte[] Tone(double hertz, double seconds)
    {
        var samples = (int)(16_000 * seconds);
        byte[] file = [.. WavHeader((uint)samples * 2), .. new byte[samples * 2]];
        for (var index = 0; index < samples; index++)
        {
            var value = (short)(20_000 * Math.Sin(2 * Math.PI * hertz * index / 16_000));
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(HeaderBytes + (index * 2)), value);
        }

        return file;
    }

    /// <summary>The header of 16-bit sound of one channel at 16 kHz.</summary>
    public static byte[] WavHeader(uint dataBytes)
    {
        var header = new byte[HeaderBytes];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), unchecked(dataBytes + 36));
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), 16_000);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), 32_000);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(34), 16);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), dataBytes);
        return header;
    }
}
