using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Remote.Mcp;

/// <summary>The tool servers that are configured. Thread-safe.</summary>
internal sealed class McpToolServers : IAsyncDisposable, IDisposable
{
    private readonly FrozenDictionary<string, McpToolServer> _byName;
    private readonly CancellationTokenSource _ends = new();

    public McpToolServers(IHttpMessageHandlerFactory handlers, IOptions<RemoteModelOptions> options, TimeProvider time) =>
        _byName = options.Value.Mcp.ToFrozenDictionary(
            server => server.Key, server => new McpToolServer(server.Key, server.Value, handlers, time), StringComparer.OrdinalIgnoreCase);

    /// <summary>A server has other tools than before, or is there or not.</summary>
    internal event Action? Changed;

    /// <summary>The server of that name, or null.</summary>
    internal McpToolServer? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The tools of all of them, looked at where nobody has looked before; else as they were last seen.</summary>
    internal async Task<ImmutableArray<ModelStatus>> ListAsync()
    {
        await Task.WhenAll(_byName.Values.Select(server => server.FirstLookAsync(_ends.Token))).ConfigureAwait(false);
        return [.. _byName.OrderBy(server => server.Key, StringComparer.Ordinal).SelectMany(server => server.Value.Models)];
    }

    /// <summary>Looks what each has, and tells whoever watches when anything has changed.</summary>
    internal async Task LookAsync()
    {
        var changed = await Task.WhenAll(_byName.Values.Select(server => server.LookAsync(_ends.Token))).ConfigureAwait(false);
        if (changed.Contains(true))
            Changed?.Invoke();
    }

    /// <summary>For containers that cannot wait: connections end, and nobody sees when.</summary>
    public void Dispose() => _ = DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync().ConfigureAwait(false);
        foreach (var server in _byName.Values)
            await server.DisposeAsync().ConfigureAwait(false);

        _ends.Dispose();
    }
}
