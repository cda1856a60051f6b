namespace Jarvis.Models.Remote;

/// <summary>Takes no more of an answer than was agreed: who asks for an image does not take in whatever a server sends.</summary>
/// <param name="maxLength">The most bytes of a body.</param>
internal sealed class BoundedResponseHandler(long maxLength) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            var bounded = new ByteArrayContent(await BoundedBody.ReadAsync(response.Content, maxLength, cancellationToken).ConfigureAwait(false));
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
}
