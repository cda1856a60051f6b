using Jarvis.Errors;
using Jarvis.Resources;

namespace Jarvis.Models.Remote.Fetching;

/// <summary>
/// The unpacked bytes of an answer, up to a limit. Its first bytes can be looked at before anything is kept of it. One reader at a time.
/// </summary>
internal sealed class FetchedBody(Stream body, string name, long maxLength) : ForwardStream
{
    private byte[] _head = [];
    private int _headRead;
    private long _seen;

    /// <summary>The first bytes, which are read again by whoever reads the body.</summary>
    internal async Task<(ReadOnlyMemory<byte> Head, bool IsWhole)> PeekAsync(CancellationToken cancellationToken)
    {
        // One more than is looked at, to know whether that was all.
        var head = new byte[MediaTypeDetector.HeadLength + 1];
        var length = 0;
        while (length < head.Length)
        {
            var read = await ReadBodyAsync(head.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                break;

            length += read;
        }

        _head = head[..length];
        var isWhole = length < head.Length;
        return (isWhole ? _head : _head.AsMemory(0, MediaTypeDetector.HeadLength), isWhole);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_headRead == _head.Length)
            return await ReadBodyAsync(buffer, cancellationToken).ConfigureAwait(false);

        var length = Math.Min(buffer.Length, _head.Length - _headRead);
        _head.AsMemory(_headRead, length).CopyTo(buffer);
        _headRead += length;
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            body.Dispose();

        base.Dispose(disposing);
    }

    private async Task<int> ReadBodyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            _seen += read;
            return _seen <= maxLength
                ? read
                : throw Error.TooLarge($"'{name}' has more than the {maxLength:N0} bytes that are fetched of one file; fetch it yourself, make it smaller and attach it.");
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or InvalidDataException)
        {
            throw Error.FetchFailed($"The server broke off while it sent '{name}', or what it sent cannot be unpacked; ask again.", retryable: true, broken);
        }
    }
}
