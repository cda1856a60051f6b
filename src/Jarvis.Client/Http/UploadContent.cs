using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.ExceptionServices;

namespace Jarvis.Client.Http;

/// <summary>A file as it is sent: piece by piece, never as a whole in memory.</summary>
internal sealed class UploadContent : HttpContent
{
    private const int Piece = 80 << 10;

    private readonly Stream _source;
    private readonly Action<long> _onSent;

    /// <param name="source">The file; stays open.</param>
    /// <param name="onSent">Told how many bytes were sent so far.</param>
    internal UploadContent(Stream source, Action<long> onSent)
    {
        (_source, _onSent) = (source, onSent);
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    /// <summary>What reading the file failed with: its fault, not that of the way to the server.</summary>
    internal ExceptionDispatchInfo? Fault { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            var sent = 0L;
            while (await ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read && read > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                _onSent(sent += read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _source.CanSeek ? _source.Length - _source.Position : 0;
        return _source.CanSeek;
    }

    private async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            Fault = ExceptionDispatchInfo.Capture(failed);
            throw;
        }
    }
}
