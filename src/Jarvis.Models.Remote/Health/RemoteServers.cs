using System.Net;
using System.Net.Http.Headers;
using Jarvis.Models.Remote.Mcp;
using Jarvis.Models.Remote.OpenAI;
using Jarvis.Models.Remote.Peers;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Remote.Health;

/// <summary>Calls the servers that are configured, each by the cheapest call that it has.</summary>
internal sealed class RemoteServers(IHttpClientFactory clients, IOptions<RemoteModelOptions> options, TimeProvider time) : IRemoteServers
{
    internal const string HttpClientName = "Jarvis.RemoteServers";

    private const int MaxLength = 1 << 20;

    /// <summary>How long a server may take to answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<RemoteServerCheck>> CheckAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(Servers().Concat(Peers()).Concat(Tools()).Select(server => CheckAsync(server, cancellationToken))).ConfigureAwait(false);

    private IEnumerable<RemoteServer> Servers()
    {
        var hub = options.Value.HuggingFace;
        const string Hub = $"{RemoteModelOptions.Section}:{nameof(RemoteModelOptions.HuggingFace)}";
        if (hub.Token is { Length: > 0 } token)
            yield return new($"Hugging Face at {hub.Endpoint.Authority}", hub.Endpoint, token, "HF_TOKEN", $"{Hub}:{nameof(hub.Endpoint)}");

        foreach (var (name, endpoint) in hub.Endpoints.OrderBy(endpoint => endpoint.Key, StringComparer.Ordinal))
        {
            var path = $"{Hub}:{nameof(hub.Endpoints)}:{name}";
            yield return new(
                $"Hugging Face endpoint '{name}' at {endpoint.Address!.Authority}", endpoint.Address, endpoint.Token,
                $"{path}:{nameof(endpoint.Token)}", $"{path}:{nameof(endpoint.Address)}");
        }

        foreach (var (name, server) in options.Value.OpenAI.OrderBy(server => server.Key, StringComparer.Ordinal))
        {
            var path = OpenAIEndpoints.Path(name);
            yield return new(
                $"OpenAI-compatible server '{name}' at {server.Endpoint.Authority}", OpenAIEndpoints.ListOf(server), server.Key,
                server.KeyVariable ?? $"{path}:{nameof(server.Key)}", $"{path}:{nameof(server.Endpoint)}")
            {
                Fault = OpenAIEndpoints.WhyNoKey(server),
                Note = list => OpenAIModelList.WhatIsMissing(list, server.Models.Select(OpenAIModelSource.NameAt)),
            };
        }
    }

    private IEnumerable<RemoteServer> Peers() => options.Value.Jarvis
        .OrderBy(peer => peer.Key, StringComparer.Ordinal)
        .Select(peer => new RemoteServer(
            $"Jarvis '{peer.Key}' at {peer.Value.Address!.Authority}", JarvisPeer.At(peer.Value, "v1/models"), peer.Value.Key,
            peer.Value.KeyVariable ?? $"{JarvisPeer.Path(peer.Key)}:{nameof(peer.Value.Key)}", $"{JarvisPeer.Path(peer.Key)}:{nameof(peer.Value.Address)}")
        {
            Fault = JarvisPeer.WhyNoKey(peer.Value),
        });

    private IEnumerable<RemoteServer> Tools() => options.Value.Mcp
        .Where(server => server.Value.Address is not null)
        .OrderBy(server => server.Key, StringComparer.Ordinal)
        .Select(server => new RemoteServer(
            $"MCP server '{server.Key}' at {server.Value.Address!.Authority}", server.Value.Address, server.Value.Key,
            server.Value.KeyVariable ?? $"{McpToolServer.Path(server.Key)}:{nameof(server.Value.Key)}", $"{McpToolServer.Path(server.Key)}:{nameof(server.Value.Address)}"));

    private async Task<RemoteServerCheck> CheckAsync(RemoteServer server, CancellationToken cancellationToken)
    {
        if (server.Fault is not null)
            return new(server.Name, TimeSpan.Zero) { Fault = server.Fault };

        var start = time.GetTimestamp();
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, server.Address);
            if (server.Key is { Length: > 0 } key)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);

            using var client = clients.CreateClient(HttpClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            var note = response.StatusCode == HttpStatusCode.OK ? server.Note(await ReadAsync(response, either.Token).ConfigureAwait(false)) : null;
            return new(server.Name, time.GetElapsedTime(start)) { Fault = Fault(server, response.StatusCode), Note = note };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed($"gave no answer within {Patience.TotalSeconds:0} seconds; see that it runs, and check {server.AddressSetting}.");
        }
        catch (HttpRequestException e)
        {
            return Failed($"cannot be reached ({e.HttpRequestError}); check the network and {server.AddressSetting}, and that it runs.");
        }
        catch (IOException)
        {
            return Failed("broke off its answer; try again.");
        }

        RemoteServerCheck Failed(string why) => new(server.Name, time.GetElapsedTime(start)) { Fault = why };
    }

    private static string? Fault(RemoteServer server, HttpStatusCode status) => (int)status switch
    {
        401 when string.IsNullOrEmpty(server.Key) => $"wants a key; set {server.KeySetting}.",
        401 => $"does not know the key; set {server.KeySetting} to a valid one.",
        402 => $"has no credit left for the key of {server.KeySetting}; add some, or use another.",
        403 => $"does not let the key of {server.KeySetting} in; allow it, or set another.",
        >= 300 and < 400 => $"answered with a redirect, which is not followed; set {server.AddressSetting} to where it leads.",
        >= 500 => $"failed ({(int)status}); look at its log, and try again later.",
        // Not every server has such a page; what has none is there all the same.
        _ => null,
    };

    /// <summary>The beginning of an answer; more than that is not looked at.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var bytes = new byte[MaxLength];
            return bytes.AsMemory(0, await stream.ReadAtLeastAsync(bytes, MaxLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false));
        }
    }
}
