using System.Collections.Immutable;
using System.Net;
using System.Security.Authentication;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Media;
using Jarvis.Resources;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Remote.Fetching;

/// <summary>
/// The one client that fetches addresses which users name. Every hop is checked before it is dialled (<see cref="AddressGuard"/>); no
/// cookie, key, proxy or trace of this host goes along; size, time and type of what comes are limited before anything of it is kept.
/// </summary>
internal sealed class GuardedFetcher : IResourceFetcher, IDisposable
{
    private static readonly HttpRequestOptionsKey<ImmutableArray<IPAddress>> Checked = new("Jarvis.Checked");

    private readonly IResourceStore _resources;
    private readonly AddressGuard _guard;
    private readonly IConnector _connector;
    private readonly TimeProvider _time;
    private readonly FetchOptions _options;
    private readonly Lazy<HttpMessageInvoker> _client;
    private readonly SemaphoreSlim _slots;

    public GuardedFetcher(IResourceStore resources, IHostResolver resolver, IConnector connector, TimeProvider time, IOptions<FetchOptions> options)
    {
        _resources = resources;
        _connector = connector;
        _time = time;
        _options = options.Value;
        _guard = new AddressGuard(resolver, _options);
        _slots = new(_options.MaxConcurrency);
        _client = new(NewClient);
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();

        _slots.Dispose();
    }

    /// <inheritdoc/>
    public async Task<Resource> FetchAsync(TenantId tenant, string address, CancellationToken cancellationToken)
    {
        var target = FetchTarget.Parse(address);
        using var late = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await _slots.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                return await FetchAsync(tenant, target, either.Token).ConfigureAwait(false);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Error.DeadlineExceeded(
                $"'{target.Name}' was not fetched in the {_options.Timeout.TotalSeconds:0.#} seconds that it may take; fetch it yourself and attach it.");
        }
        catch (HttpRequestException failed)
        {
            throw Explain(target, failed);
        }
    }

    /// <summary>Made for the first fetch: most hosts start for something else.</summary>
    private HttpMessageInvoker NewClient() => new(new SocketsHttpHandler
    {
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectCallback = ConnectAsync,
        ConnectTimeout = _options.ConnectTimeout,
        MaxResponseDrainSize = 0,
        MaxResponseHeadersLength = _options.MaxHeaderKilobytes,
        // A connection that is kept would carry later requests past the check of their own addresses.
        PooledConnectionLifetime = TimeSpan.Zero,
        UseCookies = false,
        UseProxy = false,
    });

    private async Task<Resource> FetchAsync(TenantId tenant, FetchTarget target, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, target.Address)
            {
                Version = HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Headers = { { "User-Agent", "Jarvis.Actors" }, { "Accept", "*/*" } },
            };
            request.Options.Set(Checked, await _guard.CheckAsync(target, cancellationToken).ConfigureAwait(false));
            using var response = await _client.Value.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
                return await KeepAsync(tenant, target, response, cancellationToken).ConfigureAwait(false);

            if (redirects == _options.MaxRedirects)
                throw Error.FetchFailed($"The server of '{target.Name}' redirects more than {_options.MaxRedirects} times; give the address that it leads to.");

            target = target.Follow(response.Headers.NonValidated.TryGetValues("Location", out var where) ? where.ToString() : null);
        }
    }

    private async Task<Resource> KeepAsync(TenantId tenant, FetchTarget target, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            throw Refused(target, response.StatusCode);

        if (response.Content.Headers.ContentLength > _options.MaxLength)
            throw Error.TooLarge($"'{target.Name}' has {response.Content.Headers.ContentLength:N0} bytes; at most {_options.MaxLength:N0} are fetched of one file. Make it smaller and attach it.");

        var content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var body = new FetchedBody(content, target.Name, _options.MaxLength);
        await using (body.ConfigureAwait(false))
        {
            var claimed = response.Content.Headers.ContentType?.MediaType;
            var (head, isWhole) = await body.PeekAsync(cancellationToken).ConfigureAwait(false);
            if (head.IsEmpty)
                throw Error.UnsupportedMedia($"'{target.Name}' is empty; check the address.");

            var mediaType = MediaTypeDetector.Detect(head.Span, isWhole, claimed);
            if (MediaTypes.KindOf(mediaType) is null)
                throw Error.UnsupportedMedia($"'{target.Name}' is {mediaType}, which is not fetched; give the address of text, an image, sound, video, PDF or JSON.");

            return await _resources
                .AddAsync(tenant, body, new ResourceDescription(target.Name) { MediaType = claimed }, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Dials what was checked for this very request, and nothing else; the name that the client has is not looked at.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (!context.InitialRequestMessage.Options.TryGetValue(Checked, out var addresses))
            throw new InvalidOperationException("A request without checked addresses was about to be sent.");

        Exception? last = null;
        foreach (var address in addresses)
        {
            try
            {
                return await _connector.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), cancellationToken).ConfigureAwait(false);
            }
            catch (System.Net.Sockets.SocketException failed)
            {
                last = failed;
            }
        }

        throw last!;
    }

    private static JarvisException Refused(FetchTarget target, HttpStatusCode status) => (int)status switch
    {
        404 or 410 => Error.NotFound($"The server has no '{target.Name}' (HTTP {(int)status}); check the address."),
        401 or 403 or 407 => Error.FetchFailed(
            $"The server gives '{target.Name}' only to those whom it knows (HTTP {(int)status}); fetch it yourself and attach it."),
        429 or >= 500 => Error.FetchFailed($"The server cannot give '{target.Name}' now (HTTP {(int)status}); ask again later.", retryable: true),
        var other => Error.FetchFailed($"The server did not give '{target.Name}' (HTTP {other}); fetch it yourself and attach it."),
    };

    private static JarvisException Explain(FetchTarget target, HttpRequestException failed) => failed switch
    {
        { InnerException: AuthenticationException } => Error.FetchFailed(
            $"The server of '{target.Name}' cannot prove that it is {target.Host} (its certificate); fetch the file yourself and attach it.", cause: failed),
        { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => Error.FetchFailed(
            $"The server of '{target.Name}' sends more headers than are read; fetch the file yourself and attach it.", cause: failed),
        _ => Error.FetchFailed($"The server of '{target.Name}' cannot be reached, or does not speak HTTP; check the address or ask again.", retryable: true, failed),
    };
}
