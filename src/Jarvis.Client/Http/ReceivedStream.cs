using Jarvis.Errors;
using Jarvis.Resources;

namespace Jarvis.Client.Http;

/// <summary>A body as it comes in. It may take as long as it needs, but not stand still; that it breaks off is told as every other error.</summary>
/// <param name="response">The answer; disposed with it.</param>
/// <param name="body">Its body.</param>
/// <param name="silence">How long it may stand still.</param>
/// <param name="faults">Explain.</param>
/// <param name="time">The clock.</param>
internal sealed class ReceivedStream(HttpResponseMessage response, Stream body, TimeSpan silence, ServerFaults faults, TimeProvider time) : ForwardStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var late = new CancellationTokenSource(silence, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return await body.ReadAsync(buffer, ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw faults.OfTime(silence);
        }
        catch (Exception failed) when (failed is IOException or HttpRequestException)
        {
            throw faults.OfTransport(failed);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Blocks, for those who cannot wait otherwise; without the bound on how long it may stand still.</summary>
    /// <exception cref="JarvisException">It broke off.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return body.Read(buffer, offset, count);
        }
        catch (Exception failed) when (failed is IOException or HttpRequestException)
        {
            throw faults.OfTransport(failed);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            response.Dispose();
        }

        base.Dispose(disposing);
    }
}
