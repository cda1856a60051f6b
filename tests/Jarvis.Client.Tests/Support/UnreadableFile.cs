namespace Jarvis.Client.Tests.Support;

/// <summary>A file that can seek and cannot be read.</summary>
internal sealed class UnreadableFile() : MemoryStream(new byte[100])
{
    /// <summary>How often it was read.</summary>
    internal int Reads { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Reads++;
        throw new InvalidDataException("torn");
    }
}
