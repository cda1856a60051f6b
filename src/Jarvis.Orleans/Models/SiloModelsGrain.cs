using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models;
using Orleans.Concurrency;

namespace Jarvis.Orleans;

/// <summary>Lists the models of the silo that it is on, has them loaded and let go, and hears of those of others.</summary>
/// <param name="models">Those of this silo.</param>
/// <param name="engine">Runs them.</param>
/// <param name="known">What is known of others.</param>
[GrainType("silo-models"), Reentrant, SiloOfKey]
internal sealed class SiloModelsGrain(SiloModels models, ModelEngine engine, SiloLoads known) : Grain, ISiloModelsGrain
{
    public Task<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken) => models.ListAsync(cancellationToken);

    public Task LoadAsync(ModelId model, CancellationToken cancellationToken) => engine.LoadAsync(model, cancellationToken);

    public Task UnloadAsync(ModelId model, CancellationToken cancellationToken)
    {
        engine.Unload(model);
        return Task.CompletedTask;
    }

    public Task TakeLoadsAsync(SiloAddress silo, bool isDraining, ImmutableArray<ModelLoad> loads)
    {
        known.Take(silo, isDraining, loads);
        return Task.CompletedTask;
    }
}
