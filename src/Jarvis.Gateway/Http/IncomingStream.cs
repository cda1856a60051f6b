using Jarvis.Errors;
using Jarvis.Resources;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Http;

/// <summary>A body as it comes in. That it breaks off is the sender's fault, not that of the disk that it is written to.</summary>
/// <param name="body">The body, or a part of it.</param>
internal sealed class IncomingStream(Stream body) : ForwardStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            throw Explain(broken);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>What is wrong with a body that cannot be read.</summary>
    internal static JarvisException Explain(Exception broken) => broken switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Error.TooLarge("The body is longer than is taken here; make it smaller or split it."),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => Error.DeadlineExceeded("The body came too slowly; send it again over a better line."),
        _ => new JarvisException(ErrorCode.InvalidRequest, "The body breaks off or is not of the form that its headers say; send it again, as a whole.", retryable: true, broken),
    };
}
