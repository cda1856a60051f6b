using System.IO.Pipelines;

namespace Jarvis.Orleans;

/// <summary>Reads, and tells when nothing came for a while.</summary>
internal sealed class HeardReader : PipeReader, IAsyncDisposable
{
    private readonly PipeReader _reader;
    private readonly TimeSpan _limit;
    private readonly Action _silent;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _heardAt;

    /// <param name="reader">What is read.</param>
    /// <param name="limit">How long nothing may come.</param>
    /// <param name="silent">Called once when it did not.</param>
    /// <param name="time">The clock.</param>
    internal HeardReader(PipeReader reader, TimeSpan limit, Action silent, TimeProvider time)
    {
        (_reader, _limit, _silent, _time, _heardAt) = (reader, limit, silent, time, time.GetTimestamp());
        _timer = time.CreateTimer(static heard => ((HeardReader)heard!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(limit, Timeout.InfiniteTimeSpan);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    public override void AdvanceTo(SequencePosition consumed) => _reader.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _reader.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => _reader.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _reader.Complete(exception);

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var read = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        Hear();
        return read;
    }

    public override bool TryRead(out ReadResult result)
    {
        var isRead = _reader.TryRead(out result);
        if (isRead)
        {
            Hear();
        }

        return isRead;
    }

    private void Hear() => Volatile.Write(ref _heardAt, _time.GetTimestamp());

    /// <summary>Not at each read: there are many of them.</summary>
    private void Look()
    {
        var left = _limit - _time.GetElapsedTime(Volatile.Read(ref _heardAt));
        if (left <= TimeSpan.Zero)
        {
            _silent();
        }
        else
        {
            _timer.Change(left, Timeout.InfiniteTimeSpan);
        }
    }
}
