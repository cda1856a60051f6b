using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Jarvis.Errors;

namespace Jarvis.Models.Remote.Peers;

/// <summary>Another Jarvis: what it last said that it has, and whether it is there. Thread-safe.</summary>
/// <param name="name">Its name here.</param>
/// <param name="options">How it is reached.</param>
/// <param name="breaker">Its breaker.</param>
/// <param name="clients">Makes clients.</param>
/// <param name="time">The clock.</param>
internal sealed class JarvisPeer(string name, JarvisPeerOptions options, EndpointBreaker breaker, IHttpClientFactory clients, TimeProvider time)
{
    internal const string HttpClientName = "Jarvis.Peer";

    private const int MaxListLength = 8 << 20;

    /// <summary>How long its list may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly PeerListing _listing = new(name, options);
    private PeerState _state = PeerState.Unknown;
    private Task<bool>? _look;

    internal JarvisPeerOptions Options => options;

    /// <summary>Why it cannot be used now; null where it can.</summary>
    internal string? Fault => _state.Fault is { } fault ? $"Jarvis '{name}' at {options.Address!.Authority} {fault}" : null;

    /// <summary>Its models, each of which cannot run where it is down.</summary>
    internal ImmutableArray<ModelStatus> Models => Fault is { } fault ? [.. _state.Models.Select(model => model with { Unavailable = fault })] : _state.Models;

    /// <summary>The path of its settings.</summary>
    internal static string Path(string name) => $"{RemoteModelOptions.Section}:{nameof(RemoteModelOptions.Jarvis)}:{name}";

    /// <summary>Where something of a peer is.</summary>
    /// <param name="options">How it is reached.</param>
    /// <param name="path">Such as <c>v1/models</c>.</param>
    internal static Uri At(JarvisPeerOptions options, string path) => new($"{options.Address!.AbsoluteUri.TrimEnd('/')}/{path}");

    /// <summary>What to do where the key is to be in an environment variable that is not set; null where all is well.</summary>
    internal static string? WhyNoKey(JarvisPeerOptions options) => options is { Key: null or "", KeyVariable: { Length: > 0 } variable }
        ? $"wants a key and the environment variable {variable} is not set; set it."
        : null;

    /// <summary>Looks what it has, once for all who ask meanwhile.</summary>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>Whether anything is other than before.</returns>
    internal Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _look is { IsCompleted: false } look ? look : _look = Task.Run(() => LookOnceAsync(cancellationToken), CancellationToken.None);
    }

    /// <summary>Looks what it has, where nobody has looked before.</summary>
    /// <param name="cancellationToken">Ends the look.</param>
    internal Task FirstLookAsync(CancellationToken cancellationToken) => _look ?? LookAsync(cancellationToken);

    private async Task<bool> LookOnceAsync(CancellationToken cancellationToken)
    {
        var before = _state;
        _state = await AskAsync(before, cancellationToken).ConfigureAwait(false);
        return (before.Fault, before.Hash) != (_state.Fault, _state.Hash);
    }

    private async Task<PeerState> AskAsync(PeerState before, CancellationToken cancellationToken)
    {
        if (WhyNoKey(options) is { } why)
            return before with { Fault = why };

        if (breaker.IsResting)
            return before with { Fault = "is down; it is looked at again soon." };

        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var request = Request(before.Tag);
            using var client = clients.CreateClient(HttpClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => await ReadAsync(before, response, either.Token).ConfigureAwait(false),
                HttpStatusCode.NotModified => before with { Fault = null },
                HttpStatusCode.Unauthorized => before with { Fault = $"does not know the key; set {Path(name)}:{nameof(options.Key)} to a valid one." },
                HttpStatusCode.Forbidden => before with { Fault = $"does not let the key see its models; allow it there, or set another at {Path(name)}:{nameof(options.Key)}." },
                var status => before with { Fault = $"does not tell its models ({(int)status}); check {Path(name)}:{nameof(options.Address)}." },
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return before with { Fault = $"did not tell its models within {Patience.TotalSeconds:0} seconds; see that it runs." };
        }
        catch (HttpRequestException e)
        {
            return before with { Fault = $"cannot be reached ({e.HttpRequestError}); check the network and {Path(name)}:{nameof(options.Address)}, and that it runs." };
        }
        catch (Exception e) when (e is IOException or JsonException or JarvisException)
        {
            return before with { Fault = $"told its models in a way that is not understood; check {Path(name)}:{nameof(options.Address)}, and that both are of like versions." };
        }
    }

    private HttpRequestMessage Request(string? tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, At(options, "v1/models"));
        request.Headers.Accept.ParseAdd(JarvisHeaders.ModelList);
        if (options.Key is { Length: > 0 } key)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);

        if (options.Tenant is { } tenant)
            request.Headers.Add(JarvisHeaders.Tenant, tenant);

        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);

        return request;
    }

    private async Task<PeerState> ReadAsync(PeerState before, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var bytes = await BoundedBody.ReadAsync(response.Content, MaxListLength, cancellationToken).ConfigureAwait(false);
        var hash = Convert.ToHexString(SHA256.HashData(bytes));
        var models = hash == before.Hash ? before.Models : _listing.Read(bytes);
        return new(models, null) { Hash = hash, Tag = response.Headers.ETag?.ToString() };
    }
}
