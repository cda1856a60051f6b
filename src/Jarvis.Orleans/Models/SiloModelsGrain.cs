using System.Collections.Immutable;
using Jarvis.Models;
using Orleans.Concurrency;

namespace Jarvis.Orleans;

/// <summary>Lists the models of the silo that it is on, and hears of those of others.</summary>
/// <param name="models">Those of this silo.</param>
/// <param name="known">What is known of others.</param>
[GrainType("silo-models"), Reentrant, SiloOfKey]
internal sealed class SiloModelsGrain(SiloModels models, SiloLoads known) : Grain, ISiloModelsGrain
{
    public Task<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken) => models.ListAsync(cancellationToken);

    public Task TakeLoadsAsync(SiloAddress silo, bool isDraining, ImmutableArray<ModelLoad> loads)
    {
        known.Take(silo, isDraining, loads);
        return Task.CompletedTask;
    }
}
