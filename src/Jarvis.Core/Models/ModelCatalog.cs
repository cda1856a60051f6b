using System.Collections.Frozen;
using System.Collections.Immutable;
using Jarvis.Identity;
using Microsoft.Extensions.Logging;

namespace Jarvis.Models;

/// <summary>The models of all sources, asked once. Thread-safe.</summary>
/// <param name="sources">Where models come from. Of two cards with one id, the earlier source's counts.</param>
/// <param name="logger">Told of a source that fails; its models are missing then.</param>
public sealed partial class ModelCatalog(IEnumerable<IModelSource> sources, ILogger<ModelCatalog> logger) : IModelCatalog
{
    private readonly Lock _lock = new();
    private Task<Found>? _models;

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken) =>
        (await LoadAsync().WaitAsync(cancellationToken).ConfigureAwait(false)).All;

    /// <inheritdoc/>
    public async ValueTask<ModelStatus?> FindAsync(ModelId model, CancellationToken cancellationToken) =>
        (await LoadAsync().WaitAsync(cancellationToken).ConfigureAwait(false)).ById.GetValueOrDefault(model);

    private Task<Found> LoadAsync()
    {
        lock (_lock)
        {
            return _models ??= DiscoverAsync();
        }
    }

    private async Task<Found> DiscoverAsync()
    {
        var found = await Task.WhenAll(sources.Select(DiscoverAsync)).ConfigureAwait(false);
        var models = found.SelectMany(statuses => statuses)
            .DistinctBy(status => status.Card.Id)
            .OrderBy(status => status.Card.Id.Value, StringComparer.Ordinal)
            .ToImmutableArray();
        return new Found(models, models.ToFrozenDictionary(status => status.Card.Id));
    }

    private async Task<ImmutableArray<ModelStatus>> DiscoverAsync(IModelSource source)
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
            return [];
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The model source {Source} failed; its models are missing.")]
    private partial void LogSourceFailed(string source, Exception exception);

    private sealed record Found(ImmutableArray<ModelStatus> All, FrozenDictionary<ModelId, ModelStatus> ById);
}
