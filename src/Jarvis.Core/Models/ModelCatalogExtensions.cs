using System.Collections.Immutable;

namespace Jarvis.Models;

/// <summary>What is asked of a catalog and an engine together.</summary>
public static class ModelCatalogExtensions
{
    /// <summary>The models, and how those that run are doing.</summary>
    /// <param name="catalog">What there is.</param>
    /// <param name="engine">Runs them.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<ImmutableArray<ModelStatus>> ListAsync(this IModelCatalog catalog, IModelEngine engine, CancellationToken cancellationToken) =>
    [
        .. (await catalog.ListAsync(cancellationToken).ConfigureAwait(false))
            .Select(model => engine.StatusOf(model.Card.Id) is { IsEmpty: false } replicas ? model with { Replicas = replicas } : model),
    ];
}
