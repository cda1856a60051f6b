using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models;
using Orleans.Concurrency;

namespace Jarvis.Orleans;

/// <summary>Asks the silos for their models, and has them loaded and let go, on whichever silo is asked.</summary>
/// <param name="models">Asks them.</param>
/// <param name="catalog">Knows which there are.</param>
/// <param name="router">Knows where a model's next job would go.</param>
[GrainType("cluster-models"), StatelessWorker]
internal sealed class ClusterModelsGrain(ClusterModels models, ClusterCatalog catalog, ModelRouter router) : Grain, IClusterModelsGrain
{
    public async Task<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken) =>
        (await models.AskAsync(cancellationToken).ConfigureAwait(true)).All;

    public async Task LoadAsync(ModelId model, CancellationToken cancellationToken)
    {
        await RequireAsync(model, cancellationToken).ConfigureAwait(true);
        await router.LoadAsync(model, cancellationToken).ConfigureAwait(true);
    }

    public async Task UnloadAsync(ModelId model, CancellationToken cancellationToken)
    {
        await RequireAsync(model, cancellationToken).ConfigureAwait(true);
        await router.UnloadAsync(model, cancellationToken).ConfigureAwait(true);
    }

    private async Task RequireAsync(ModelId model, CancellationToken cancellationToken)
    {
        if (await catalog.FindAsync(model, cancellationToken).ConfigureAwait(true) is null)
        {
            throw Error.UnknownModel(model);
        }
    }
}
