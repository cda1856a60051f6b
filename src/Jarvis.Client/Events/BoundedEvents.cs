using Jarvis.Client.Http;
using Jarvis.Resources;

namespace Jarvis.Client.Events;

/// <summary>A stream of events of which none is longer than it may be: a parser keeps an event until it is whole, however long a hostile server makes it.</summary>
/// <param name="inner">The stream.</param>
/// <param name="maxLength">The most bytes of one event.</param>
/// <param name="faults">Explain.</param>
internal sealed class BoundedEvents(Stream inner, int maxLength, ServerFaults faults) : ForwardStream
{
    private int _length;
    private bool _isAtLineStart = true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Count(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>An empty line ends an event.</summary>
    private void Count(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (b == '\n')
            {
                _length = _isAtLineStart ? 0 : _length;
                _isAtLineStart = true;
            }
            else if (b != '\r')
            {
                _isAtLineStart = false;
            }

            if (++_length > maxLength)
            {
                throw faults.OfAnswer("sends an event that is longer than MaxResponseLength");
            }
        }
    }
}
