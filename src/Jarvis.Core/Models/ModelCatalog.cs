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
    private Task<ImmutableSortedDictionary<string, ModelStatus>>? _models;

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await LoadAsync().WaitAsync(cancellationToken).ConfigureAwait(false)).Values];

    /// <inheritdoc/>
    public async ValueTask<ModelStatus?> FindAsync(ModelId model, CancellationToken cancellationToken) =>
        (await LoadAsync().WaitAsync(cancellationToken).ConfigureAwait(false)).GetValueOrDefault(model.Value);

    private Task<ImmutableSortedDictionary<string, ModelStatus>> LoadAsync()
    {
        lock (_lock)
        {
            return _models ??= DiscoverAsync();
        }
    }

    private async Task<ImmutableSortedDictionary<string, ModelStatus>> DiscoverAsync()
    {
        var found = await Task.WhenAll(sources.Select(DiscoverAsync)).ConfigureAwait(false);
        var models = ImmutableSortedDictionary.CreateBuilder<string, ModelStatus>(StringComparer.Ordinal);
        foreach (var status in found.SelectMany(statuses => statuses))
        {
            models.TryAdd(status.Card.Id.Value, status);
        }

        return models.ToImmutable();
    }

    private async Task<ImmutableArray<ModelStatus>> DiscoverAsync(IModelSource source)
    {
        try
        {
            return await source.DiscoverAsync(CancellationToken.None).ConfigureAwait(false);
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
}
