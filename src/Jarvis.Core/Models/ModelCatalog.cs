using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Jarvis.Identity;
using Microsoft.Extensions.Logging;

namespace Jarvis.Models;

/// <summary>
/// The models of all sources. They are asked once, and again when one says that it has changed; until it has answered, what it said before
/// counts. Thread-safe.
/// </summary>
public sealed partial class ModelCatalog : IModelCatalog, IModelCatalogChanges, IDisposable
{
    private readonly Lock _lock = new();
    private readonly ImmutableArray<IModelSource> _sources;
    private readonly ILogger<ModelCatalog> _logger;
    private readonly List<IDisposable> _watches = [];
    private readonly HashSet<IModelSource> _changed = [];
    private Task<CatalogSnapshot>? _first;
    private Task _refreshed = Task.CompletedTask;
    private CatalogSnapshot? _current;
    private bool _disposed;

    /// <summary>Creates a catalog; it asks nobody until it is asked.</summary>
    /// <param name="sources">Where models come from. Of two cards with one id, the earlier source's counts, with a note of the other.</param>
    /// <param name="logger">Told of a source that fails; its models are missing then, or stay as they were.</param>
    public ModelCatalog(IEnumerable<IModelSource> sources, ILogger<ModelCatalog> logger)
    {
        _sources = [.. sources];
        _logger = logger;
    }

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken) =>
        (await SnapshotAsync(cancellationToken).ConfigureAwait(false)).All;

    /// <inheritdoc/>
    public async ValueTask<ModelStatus?> FindAsync(ModelId model, CancellationToken cancellationToken) =>
        (await SnapshotAsync(cancellationToken).ConfigureAwait(false)).ById.GetValueOrDefault(model);

    /// <inheritdoc/>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken) =>
        await Refresh(_sources).WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public IAsyncEnumerable<ModelCatalogChange> WatchAsync(CancellationToken cancellationToken) =>
        // What it is compared to is what there was when it was called, not when the first change is waited for.
        WatchAsync(SnapshotAsync(CancellationToken.None).AsTask(), cancellationToken);

    /// <summary>Ends the watching of sources.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var watch in _watches)
            {
                watch.Dispose();
            }

            _watches.Clear();
        }
    }

    private async IAsyncEnumerable<ModelCatalogChange> WatchAsync(
        Task<CatalogSnapshot> first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = await first.WaitAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            await seen.Replaced.WaitAsync(cancellationToken).ConfigureAwait(false);
            var now = await SnapshotAsync(cancellationToken).ConfigureAwait(false);
            if (seen.ChangeTo(now) is { IsEmpty: false } change)
            {
                yield return change;
            }

            seen = now;
        }
    }

    private ValueTask<CatalogSnapshot> SnapshotAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _current is { } current ? new(current) : new((_first ??= LoadAsync()).WaitAsync(cancellationToken));
        }
    }

    private async Task<CatalogSnapshot> LoadAsync()
    {
        // Not under the lock that it was called in.
        await Task.Yield();
        // Watched before they are asked: what changes meanwhile is seen.
        foreach (var source in _sources)
        {
            Watch(source);
        }

        var found = await Task.WhenAll(_sources.Select(source => DiscoverAsync(source, []))).ConfigureAwait(false);
        var snapshot = new CatalogSnapshot([.. found]);
        lock (_lock)
        {
            return _current = snapshot;
        }
    }

    private void Watch(IModelSource source)
    {
        IDisposable? watch;
        try
        {
            watch = (source as IModelSourceChanges)?.Watch(() => _ = Refresh([source]));
        }
#pragma warning disable CA1031 // As for asking it: a source that cannot be watched takes no models away.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogSourceFailed(source.GetType().Name, exception);
            return;
        }

        if (watch is null)
        {
            return;
        }

        lock (_lock)
        {
            if (!_disposed)
            {
                _watches.Add(watch);
                return;
            }
        }

        watch.Dispose();
    }

    /// <summary>Asks sources again after those that are being asked. What is waiting to be asked is not asked twice.</summary>
    private Task Refresh(IEnumerable<IModelSource> sources)
    {
        lock (_lock)
        {
            var isWaiting = _changed.Count > 0;
            _changed.UnionWith(sources);
            return isWaiting || _changed.Count == 0 ? _refreshed : _refreshed = RefreshAfterAsync(_refreshed);
        }
    }

    private async Task RefreshAfterAsync(Task before)
    {
        // One that failed is no reason for the next to.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Yield();
        var old = await SnapshotAsync(CancellationToken.None).ConfigureAwait(false);
        HashSet<IModelSource> changed;
        lock (_lock)
        {
            changed = [.. _changed];
            _changed.Clear();
        }

        var found = await Task.WhenAll(_sources.Select((source, i) =>
            changed.Contains(source) ? DiscoverAsync(source, old.BySource[i]) : Task.FromResult(old.BySource[i]))).ConfigureAwait(false);
        var snapshot = new CatalogSnapshot([.. found]);
        if (old.ChangeTo(snapshot) is not { IsEmpty: false } change)
        {
            return;
        }

        lock (_lock)
        {
            _current = snapshot;
        }

        LogChanged(change.Added.Length, change.Changed.Length, change.Removed.Length);
        old.Replace();
    }

    private async Task<ImmutableArray<ModelStatus>> DiscoverAsync(IModelSource source, ImmutableArray<ModelStatus> before)
    {
        try
        {
            var found = await source.DiscoverAsync(CancellationToken.None).ConfigureAwait(false);
            return found.IsDefault
                ? []
                : [.. found.Where(status => status?.Card?.Id.Value is not null).Select(ModelCardCheck.Check)];
        }
#pragma warning disable CA1031 // One broken source must not take the others' models away.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogSourceFailed(source.GetType().Name, exception);
            return before;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The model source {Source} failed; its models are missing, or as they were before.")]
    private partial void LogSourceFailed(string source, Exception exception);

    [LoggerMessage(2, LogLevel.Information, "The model catalog has changed: {Added} models added, {Changed} changed, {Removed} removed.")]
    private partial void LogChanged(int added, int changed, int removed);
}
