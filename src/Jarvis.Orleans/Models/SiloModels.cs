using System.Collections.Immutable;
using Jarvis.Models;

namespace Jarvis.Orleans;

/// <summary>The models of this silo, and how those that run are doing.</summary>
/// <param name="catalog">What there is.</param>
/// <param name="engine">Runs them. It asks the catalog of the cluster, which asks this.</param>
internal sealed class SiloModels(ModelCatalog catalog, Lazy<IModelEngine> engine)
{
    internal Task<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken) => catalog.ListAsync(engine.Value, cancellationToken);
}
