using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace Jarvis.Models.Remote.Peers;

/// <summary>The other Jarvises that are configured. Thread-safe.</summary>
internal sealed class JarvisPeers : IDisposable
{
    private readonly FrozenDictionary<string, JarvisPeer> _byName;
    private readonly CancellationTokenSource _ends = new();
    private readonly Lock _lock = new();
    private ImmutableArray<Action> _watchers = [];

    public JarvisPeers(IHttpClientFactory clients, EndpointBreakers breakers, IOptions<RemoteModelOptions> options, TimeProvider time) =>
        _byName = options.Value.Jarvis.ToFrozenDictionary(
            peer => peer.Key,
            peer => new JarvisPeer(peer.Key, peer.Value, breakers.Of(peer.Value.Address!), clients, time),
            StringComparer.OrdinalIgnoreCase);

    /// <summary>The peer of that name, or null.</summary>
    internal JarvisPeer? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>What all of them have, looked at where nobody has looked before; else as it was last seen.</summary>
    internal async Task<ImmutableArray<ModelStatus>> ListAsync()
    {
        await Task.WhenAll(_byName.Values.Select(peer => peer.FirstLookAsync(_ends.Token))).ConfigureAwait(false);
        return [.. _byName.OrderBy(peer => peer.Key, StringComparer.Ordinal).SelectMany(peer => peer.Value.Models)];
    }

    /// <summary>Looks what each has, and tells whoever watches when anything has changed.</summary>
    internal async Task LookAsync()
    {
        var changed = await Task.WhenAll(_byName.Values.Select(peer => peer.LookAsync(_ends.Token))).ConfigureAwait(false);
        if (!changed.Contains(true))
            return;

        foreach (var watcher in _watchers)
            watcher();
    }

    /// <summary>Tells of changes from now on.</summary>
    internal IDisposable Watch(Action changed)
    {
        lock (_lock)
            _watchers = _watchers.Add(changed);

        return new Watching(this, changed);
    }

    public void Dispose()
    {
        _ends.Cancel();
        _ends.Dispose();
    }

    private sealed class Watching(JarvisPeers peers, Action changed) : IDisposable
    {
        public void Dispose()
        {
            lock (peers._lock)
                peers._watchers = peers._watchers.Remove(changed);
        }
    }
}
