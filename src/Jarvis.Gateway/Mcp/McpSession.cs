using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Jarvis.Identity;
using Jarvis.Tenancy;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Jarvis.Gateway.Mcp;

/// <summary>A client's session: what it asks for goes on when its stream is lost, and ends with the session. Thread-safe.</summary>
internal sealed class McpSession : IAsyncDisposable
{
    private readonly ConcurrentDictionary<RequestId, CancellationTokenSource> _streams = new();
    private readonly StreamableHttpServerTransport _transport;
    private readonly McpServer _server;
    private readonly Task _running;

    /// <summary>Begins one.</summary>
    /// <param name="id">What it is called; nobody can guess it.</param>
    /// <param name="owner">Whose it is.</param>
    /// <param name="options">What its client can ask for.</param>
    internal McpSession(string id, Caller owner, McpServerOptions options)
    {
        (Id, Tenant, KeyId) = (id, owner.Tenant, owner.KeyId);
        _transport = new() { SessionId = id };
        _server = McpServer.Create(_transport, options);
        _running = _server.RunAsync(CancellationToken.None);
    }

    internal string Id { get; }

    internal TenantId Tenant { get; }

    /// <summary>The key that began it, which alone may use it.</summary>
    internal string KeyId { get; }

    /// <summary>How many requests are about it. This and what follows is kept by <see cref="McpSessions"/>, under its lock.</summary>
    internal int Users { get; set; }

    /// <summary>When a request about it ended last, as a timestamp.</summary>
    internal long LeftAt { get; set; }

    /// <summary>Ends it when nobody has used it for long; null once it has ended.</summary>
    internal ITimer? Idle { get; set; }

    /// <summary>Answers a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="answer">Where the answer goes.</param>
    /// <param name="left">The client has lost the stream, which cancels nothing.</param>
    internal async Task AnswerAsync(JsonRpcMessage message, Stream answer, CancellationToken left)
    {
        if (message is not JsonRpcRequest request)
        {
            var named = Cancelled(message);
            await _transport.HandlePostRequestAsync(message, answer, left).ConfigureAwait(false);
            if (named is { } cancelled && _streams.TryGetValue(cancelled, out var waiting))
            {
                try
                {
                    await waiting.CancelAsync().ConfigureAwait(false);
                }
                catch (ObjectDisposedException)
                {
                    // It has just been answered.
                }
            }

            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(left);
        _streams[request.Id] = ended;
        try
        {
            await _transport.HandlePostRequestAsync(message, answer, ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!left.IsCancellationRequested && ended.IsCancellationRequested)
        {
            // Nothing is answered to what its client has cancelled, so its stream ends here.
        }
        finally
        {
            _streams.TryRemove(KeyValuePair.Create(request.Id, ended));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        await _transport.DisposeAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    private static RequestId? Cancelled(JsonRpcMessage message)
    {
        if (message is not JsonRpcNotification { Method: NotificationMethods.CancelledNotification } notification)
        {
            return null;
        }

        var id = notification.Params.Member("requestId");
        return id is JsonValue value && value.TryGetValue(out long number) ? new RequestId(number) : id.Text() is { } text ? new RequestId(text) : null;
    }
}
