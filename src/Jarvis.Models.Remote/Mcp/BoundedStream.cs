using Jarvis.Errors;

namespace Jarvis.Models.Remote.Mcp;

/// <summary>Reads a stream up to a length.</summary>
/// <param name="inner">The stream, which ends with this.</param>
/// <param name="maxLength">The most bytes.</param>
internal sealed class BoundedStream(Stream inner, long maxLength) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="JarvisException">It is longer (<see cref="ErrorCode.TooLarge"/>).</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();

        base.Dispose(disposing);
    }

    private int Count(int read) => (_read += read) <= maxLength
        ? read
        : throw Error.TooLarge($"The server answered with more than the {maxLength:N0} bytes that are taken; ask for less.");
}
