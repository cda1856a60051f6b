using System.Security.Cryptography;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Tenancy;
using Microsoft.Extensions.Options;
using ModelContextProtocol;

namespace Jarvis.Gateway.Mcp;

/// <summary>
/// The sessions of all tenants. One that nobody uses for a while ends, and so does the one that was used the longest ago where a tenant begins more than it may
/// have: clients hardly ever say that they are done. Thread-safe.
/// </summary>
/// <param name="offer">What clients can ask for.</param>
/// <param name="options">How many, and for how long.</param>
/// <param name="time">The clock.</param>
internal sealed class McpSessions(McpOffer offer, IOptions<GatewayOptions> options, TimeProvider time) : IAsyncDisposable
{
    private const int IdBytes = 16;

    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<TenantId, Dictionary<string, McpSession>> _open = [];

    /// <summary>Begins a session.</summary>
    /// <exception cref="JarvisException">As many as there may be are in use (<see cref="ErrorCode.Overloaded"/>).</exception>
    internal McpSessionUse Begin(Caller caller)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        McpSession session;
        McpSession? unused = null;
        lock (_lock)
        {
            var own = _open.GetValueOrDefault(caller.Tenant);
            if (own?.Count >= options.Value.MaxMcpSessions)
            {
                unused = own.Values.Where(open => open.Users == 0).MinBy(open => open.LeftAt)
                    ?? throw Error.Overloaded($"{own.Count:N0} sessions are in use, the most that there may be; end one with DELETE, or wait.", ComeAgain);
                Remove(unused);
            }

            session = new(id, caller, offer.For(caller.Tenant, McpErrorCode.ResourceNotFound)) { Users = 1 };
            session.Idle = time.CreateTimer(_ => Expire(session), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (!_open.TryGetValue(caller.Tenant, out own))
            {
                _open.Add(caller.Tenant, own = new(StringComparer.Ordinal));
            }

            own.Add(id, session);
        }

        _ = unused?.DisposeAsync().AsTask();
        return new(this, session);
    }

    /// <summary>A session of a caller's, for a request.</summary>
    /// <exception cref="JarvisException">The caller has none of that name (<see cref="ErrorCode.NotFound"/>).</exception>
    internal McpSessionUse Use(Caller caller, string id)
    {
        lock (_lock)
        {
            var session = Find(caller, id);
            session.Users++;
            session.Idle?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return new(this, session);
        }
    }

    internal void Leave(McpSession session)
    {
        lock (_lock)
        {
            session.LeftAt = time.GetTimestamp();
            if (--session.Users == 0)
            {
                session.Idle?.Change(options.Value.McpSessionIdle, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Ends a session of a caller's, with what goes on in it.</summary>
    /// <exception cref="JarvisException">The caller has none of that name (<see cref="ErrorCode.NotFound"/>).</exception>
    internal async Task EndAsync(Caller caller, string id)
    {
        McpSession session;
        lock (_lock)
        {
            session = Find(caller, id);
            Remove(session);
        }

        await session.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        List<McpSession> all;
        lock (_lock)
        {
            all = [.. _open.Values.SelectMany(own => own.Values)];
            all.ForEach(Remove);
        }

        foreach (var session in all)
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Expire(McpSession session)
    {
        lock (_lock)
        {
            if (session.Users > 0)
            {
                return;
            }

            Remove(session);
        }

        _ = session.DisposeAsync().AsTask();
    }

    /// <summary>Whose key did not begin it is told of none.</summary>
    private McpSession Find(Caller caller, string id) =>
        _open.GetValueOrDefault(caller.Tenant)?.GetValueOrDefault(id) is { } session && session.KeyId == caller.KeyId
            ? session
            : throw Error.NotFound("There is no such session; it ended, or is another key's. Begin another with 'initialize'.");

    private void Remove(McpSession session)
    {
        session.Idle?.Dispose();
        session.Idle = null;
        if (_open.TryGetValue(session.Tenant, out var own) && own.Remove(session.Id) && own.Count == 0)
        {
            _open.Remove(session.Tenant);
        }
    }
}
