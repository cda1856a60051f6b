namespace Jarvis.Gateway.Http;

/// <summary>
/// An answer to which somebody else writes server-sent events, and which says that it is still there while nothing is written: what is on the way takes a stream
/// that is silent for lost. Says so between events only, which is after a flush.
/// </summary>
internal sealed class BeatingStream : Stream
{
    private readonly Stream _body;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly PeriodicTimer _beat;
    private readonly Task _beating;
    private bool _isBetween = true;

    /// <param name="body">The answer, which stays open.</param>
    /// <param name="heartbeat">How often it says so.</param>
    /// <param name="time">The clock.</param>
    internal BeatingStream(Stream body, TimeSpan heartbeat, TimeProvider time)
    {
        (_body, _beat) = (body, new PeriodicTimer(heartbeat, time));
        _beating = BeatAsync();
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _isBetween = false;
            await _body.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _body.FlushAsync(cancellationToken).ConfigureAwait(false);
            _isBetween = true;
        }
        finally
        {
            _one.Release();
        }
    }

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Says nothing any more.</summary>
    public override async ValueTask DisposeAsync()
    {
        _beat.Dispose();
        await _beating.ConfigureAwait(false);
        _one.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async Task BeatAsync()
    {
        while (await _beat.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false))
        {
            await _one.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            try
            {
                if (_isBetween)
                {
                    await _body.WriteAsync(ServerEvents.StillHere, CancellationToken.None).ConfigureAwait(false);
                    await _body.FlushAsync(CancellationToken.None).ConfigureAwait(false);
                }
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
            {
                // Who writes the answer is told too.
                return;
            }
            finally
            {
                _one.Release();
            }
        }
    }
}
