using System.Collections.Immutable;
using Jarvis.Models;
using Orleans.Concurrency;

namespace Jarvis.Orleans;

/// <summary>Lists the models of the silo that it is on.</summary>
/// <param name="models">Those of this silo.</param>
[GrainType("silo-models"), Reentrant, SiloOfKey]
internal sealed class SiloModelsGrain(SiloModels models) : Grain, ISiloModelsGrain
{
    public Task<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken) => models.ListAsync(cancellationToken);
}
