namespace Jarvis.Models.Remote.Mcp;

/// <summary>Has an answer that comes piece by piece break off where it is longer than was agreed.</summary>
/// <param name="maxLength">The most bytes of a body.</param>
internal sealed class BoundedStreamHandler(long maxLength) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var whole = response.Content;
        var bounded = new StreamContent(new BoundedStream(await whole.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), maxLength));
        foreach (var header in whole.Headers)
            bounded.Headers.TryAddWithoutValidation(header.Key, header.Value);

        response.Content = bounded;
        return response;
    }
}
