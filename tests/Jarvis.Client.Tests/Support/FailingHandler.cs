namespace Jarvis.Client.Tests.Support;

/// <summary>A way to the server on which everything fails.</summary>
/// <param name="failure">With what.</param>
internal sealed class FailingHandler(Exception failure) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromException<HttpResponseMessage>(failure);
}
