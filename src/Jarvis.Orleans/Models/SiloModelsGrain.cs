using System.Collections.Immutable;
using Jarvis.Models;
using Orleans.Concurrency;

namespace Jarvis.Orleans;

/// <summary>Lists the models of the silo that it is on.</summary>
/// <param name="catalog">Those of this silo.</param>
/// <param name="engine">Runs them.</param>
[GrainType("silo-models"), Reentrant, SiloOfKey]
internal sealed class SiloModelsGrain(ModelCatalog catalog, IModelEngine engine) : Grain, ISiloModelsGrain
{
    public async Task<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken) =>
    [
        .. (await catalog.ListAsync(cancellationToken).ConfigureAwait(true))
            .Select(model => engine.StatusOf(model.Card.Id) is { IsEmpty: false } replicas ? model with { Replicas = replicas } : model),
    ];
}
