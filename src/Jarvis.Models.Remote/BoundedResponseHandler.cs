using Jarvis.Errors;

namespace Jarvis.Models.Remote;

/// <summary>Takes no more of an answer than was agreed: who asks for an image does not take in whatever a server sends.</summary>
/// <param name="maxLength">The most bytes of a body.</param>
internal sealed class BoundedResponseHandler(long maxLength) : DelegatingHandler
{
    private const int BufferLength = 64 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            var bounded = new ByteArrayContent(await ReadAsync(response.Content, cancellationToken).ConfigureAwait(false));
            foreach (var header in response.Content.Headers.Where(header => header.Key != "Content-Length"))
                bounded.Headers.TryAddWithoutValidation(header.Key, header.Value);

            response.Content.Dispose();
            response.Content = bounded;
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxLength)
            throw TooLong();

        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            var buffer = new byte[(int)Math.Min(BufferLength, maxLength + 1)];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (bytes.Length + read > maxLength)
                    throw TooLong();

                bytes.Write(buffer, 0, read);
            }

            return bytes.ToArray();
        }
    }

    private JarvisException TooLong() => Error.TooLarge($"The server answered with more than the {maxLength:N0} bytes that are taken; ask for less.");
}
