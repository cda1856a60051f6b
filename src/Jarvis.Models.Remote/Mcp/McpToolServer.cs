using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Jarvis.Errors;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Jarvis.Models.Remote.Mcp;

/// <summary>A tool server: the connection to it, and which of its tools that may be called there are. Thread-safe.</summary>
/// <param name="name">Its name here.</param>
/// <param name="options">How it is reached.</param>
/// <param name="handlers">Makes what carries its messages.</param>
/// <param name="time">The clock.</param>
internal sealed class McpToolServer(string name, McpToolServerOptions options, IHttpMessageHandlerFactory handlers, TimeProvider time) : IAsyncDisposable
{
    internal const string HttpClientName = "Jarvis.McpTools";

    /// <summary>The most pages of its list that are looked at.</summary>
    private const int MaxPages = 16;

    /// <summary>How long it may take to say what it has.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _connecting = new(1);
    private readonly Lock _lock = new();
    private McpToolState _state = McpToolState.Unknown;
    private McpClient? _client;
    private Task<bool>? _look;

    internal McpToolServerOptions Options => options;

    /// <summary>Its tools that may be called, as they were last seen.</summary>
    internal IEnumerable<ModelStatus> Models
    {
        get
        {
            var state = _state;
            var fault = state.Fault is null ? null : $"MCP server '{name}' {state.Fault}";
            return options.Tools.Select(tool => McpToolCards.Of(name, options, tool, state.Tools.GetValueOrDefault(tool.Name), fault));
        }
    }

    /// <summary>The path of its settings.</summary>
    internal static string Path(string name) => $"{RemoteModelOptions.Section}:{nameof(RemoteModelOptions.Mcp)}:{name}";

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

    /// <summary>Does something at the server.</summary>
    /// <param name="what">What.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Ends it, there too.</param>
    /// <exception cref="JarvisException">It failed.</exception>
    internal async Task<T> DoAsync<T>(Func<McpClient, CancellationToken, Task<T>> what, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (options is { Key: null or "", KeyVariable: { Length: > 0 } variable })
            throw Error.ModelUnavailable($"MCP server '{name}' wants a key and the environment variable {variable} is not set; set it.");

        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        McpClient? client = null;
        try
        {
            client = await ConnectAsync(either.Token).ConfigureAwait(false);
            return await what(client, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Error.DeadlineExceeded($"MCP server '{name}' gave no answer within {limit.TotalSeconds:0} seconds; see that it runs, or allow it more time.");
        }
        catch (McpProtocolException refused)
        {
            throw Error.ModelFailed($"MCP server '{name}' refused the call: {ForeignText.Clean(refused.Message)}", retryable: false);
        }
        catch (Exception broken) when (broken is not (OperationCanceledException or JarvisException or OutOfMemoryException))
        {
            // Whatever it was, the next call begins with a new connection.
            await LoseAsync(client).ConfigureAwait(false);
            throw Explain(broken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await LoseAsync(_client).ConfigureAwait(false);
        _connecting.Dispose();
    }

    private async Task<bool> LookOnceAsync(CancellationToken cancellationToken)
    {
        var before = _state;
        try
        {
            _state = new(await DoAsync(FindAsync, Patience, cancellationToken).ConfigureAwait(false), null);
        }
        catch (JarvisException failed)
        {
            _state = before with { Fault = $"cannot be used: {failed.Message}" };
        }

        return !before.IsLike(_state);
    }

    private async Task<ImmutableDictionary<string, Tool>> FindAsync(McpClient client, CancellationToken cancellationToken)
    {
        var wanted = options.Tools.Select(tool => tool.Name).ToHashSet(StringComparer.Ordinal);
        var found = ImmutableDictionary.CreateBuilder<string, Tool>(StringComparer.Ordinal);
        string? cursor = null;
        for (var page = 0; page < MaxPages && found.Count < wanted.Count; page++)
        {
            var list = await client.ListToolsAsync(new ListToolsRequestParams { Cursor = cursor }, cancellationToken).ConfigureAwait(false);
            foreach (var tool in list.Tools.Where(tool => wanted.Contains(tool.Name)))
                found[tool.Name] = tool;

            if ((cursor = list.NextCursor) is null)
                break;
        }

        return found.ToImmutable();
    }

    private async Task<McpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _client) is { } there)
            return there;

        await _connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _client ??= await McpClient.CreateAsync(
                Transport(), new() { ClientInfo = new() { Name = "jarvis", Version = "1" } }, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    private IClientTransport Transport()
    {
        if (options.Command is { Length: > 0 } command)
        {
            return new StdioClientTransport(new()
            {
                Name = name,
                Command = command,
                Arguments = options.CommandArguments,
                // It is not to see the keys of others.
                InheritEnvironmentVariables = false,
                EnvironmentVariables = new Dictionary<string, string?> { ["PATH"] = Environment.GetEnvironmentVariable("PATH") },
            });
        }

        var bounded = new BoundedStreamHandler(options.MaxResponseLength) { InnerHandler = handlers.CreateHandler(HttpClientName) };
        var client = new HttpClient(bounded, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var http = new HttpClientTransportOptions
        {
            Name = name,
            Endpoint = options.Address!,
            TransportMode = HttpTransportMode.StreamableHttp,
            EnableStandaloneGetStream = false,
            MaxReconnectionAttempts = 0,
        };
        if (options.Key is { Length: > 0 } key)
            http.AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {key}" };

        return new HttpClientTransport(http, client, loggerFactory: null, ownsHttpClient: true);
    }

    private async Task LoseAsync(McpClient? client)
    {
        if (client is null || Interlocked.CompareExchange(ref _client, null, client) != client)
            return;

        try
        {
            await client.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or McpException or OperationCanceledException)
        {
            // It is lost either way.
        }
    }

    private JarvisException Explain(Exception broken) => Root(broken) switch
    {
        JarvisException known => known,
        HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } =>
            Error.ModelUnavailable($"MCP server '{name}' does not take the key; set {Path(name)}:{nameof(options.Key)} to a valid one."),
        HttpRequestException { StatusCode: { } status } => Error.ModelFailed($"MCP server '{name}' answered with {(int)status}; check {Path(name)}:{nameof(options.Address)}, and try again."),
        HttpRequestException or System.ComponentModel.Win32Exception =>
            Error.ModelUnavailable($"MCP server '{name}' cannot be reached; check {Path(name)} and the network, and that it runs."),
        JsonException => Error.ModelFailed($"MCP server '{name}' answered in a way that is not understood; see that it speaks the protocol."),
        _ => Error.ModelFailed($"MCP server '{name}' broke off; try again."),
    };

    private static Exception Root(Exception broken) =>
        broken is JarvisException or HttpRequestException { StatusCode: not null } || broken.InnerException is null ? broken : Root(broken.InnerException);
}
