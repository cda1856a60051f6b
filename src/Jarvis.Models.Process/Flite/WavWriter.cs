using System.Buffers.Binary;

namespace Jarvis.Models.Process.Flite;

/// <summary>Writes a WAV file of one channel of 16-bit samples, piece by piece.</summary>
internal sealed class WavWriter : IAsyncDisposable
{
    private const int HeaderBytes = 44;
    private const int SampleBytes = 2;

    private readonly FileStream _file;
    private readonly int _sampleRate;

    /// <summary>Creates the file.</summary>
    public WavWriter(string path, int sampleRate)
    {
        _sampleRate = sampleRate;
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        _file.Position = HeaderBytes;
    }

    /// <summary>Adds samples.</summary>
    public void Append(ReadOnlyMemory<byte> samples) => _file.Write(samples.Span);

    /// <summary>Writes the header, now that the length is known, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        var header = Header((uint)(_file.Length - HeaderBytes));
        _file.Position = 0;
        await _file.WriteAsync(header).ConfigureAwait(false);
        await _file.DisposeAsync().ConfigureAwait(false);
    }

    private byte[] Header(uint dataBytes)
    {
        var header = new byte[HeaderBytes];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), dataBytes + HeaderBytes - 8);
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(20), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), _sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), _sampleRate * SampleBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(32), SampleBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(34), SampleBytes * 8);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), dataBytes);
        return header;
    }
}
