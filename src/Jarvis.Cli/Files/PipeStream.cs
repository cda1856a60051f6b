using Jarvis.Resources;

namespace Jarvis.Cli.Files;

/// <summary>
/// Reads a pipe so that a wait for its writer can be cancelled, which the system's own read cannot. That read is left behind, and has its
/// own buffer to end in. One reader at a time.
/// </summary>
/// <param name="pipe">The pipe; closed with this.</param>
internal sealed class PipeStream(Stream pipe) : ForwardStream
{
    private readonly byte[] _buffer = new byte[64 * 1024];

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var own = _buffer.AsMemory(0, Math.Min(buffer.Length, _buffer.Length));
        var read = await pipe.ReadAsync(own, CancellationToken.None).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        own[..read].CopyTo(buffer);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => pipe.Read(buffer, offset, count);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            pipe.Dispose();
        }

        base.Dispose(disposing);
    }
}
