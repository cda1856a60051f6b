using System.Collections.Immutable;
using Jarvis.Models;
using Orleans.Concurrency;

namespace Jarvis.Orleans;

/// <summary>Asks the silos for their models, on whichever silo is asked.</summary>
/// <param name="models">Asks them.</param>
[GrainType("cluster-models"), StatelessWorker]
internal sealed class ClusterModelsGrain(ClusterModels models) : Grain, IClusterModelsGrain
{
    public async Task<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken) =>
        (await models.AskAsync(cancellationToken).ConfigureAwait(true)).All;
}
