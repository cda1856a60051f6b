using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Orleans;

/// <summary>Knows where the models of the cluster may be.</summary>
/// <param name="catalog">The models.</param>
/// <param name="places">Finds silos for them.</param>
/// <param name="oracle">Knows the silos.</param>
internal sealed class ClusterPlacement(ClusterCatalog catalog, ModelPlaces places, ISiloStatusOracle oracle)
{
    /// <summary>Finds the best silos for a model.</summary>
    /// <returns>The model's card, and the silos; at least one.</returns>
    /// <exception cref="JarvisException"><see cref="ErrorCode.ModelUnavailable"/>, with what is missing.</exception>
    internal async ValueTask<(ModelCard Card, ImmutableArray<SiloAddress> Silos)> FindAsync(ModelId model, CancellationToken cancellationToken)
    {
        _ = await catalog.FindAsync(model, cancellationToken).ConfigureAwait(false);
        // What this silo can run it finds without the others; who else can, it has to hear from them, as when one has joined.
        _ = await catalog.SnapshotAsync(cancellationToken).ConfigureAwait(false);
        if (catalog.Peek(model) is not { } known)
        {
            throw Error.ModelUnavailable($"No silo has the model {model} any more; choose another, or add its card again.");
        }

        var choice = places.Find(known.Status.Card, known.Able, [.. oracle.GetApproximateSiloStatuses(onlyActive: true).Keys]);
        return choice.Error is { } missing ? throw missing : (known.Status.Card, choice.Silos);
    }

    /// <summary>Of these silos the ones with the hardware for a model; none where nothing is known of it.</summary>
    internal IEnumerable<SiloAddress> Fitting(ModelId model, IEnumerable<SiloAddress> silos) =>
        catalog.Peek(model) is { } known ? silos.Where(silo => places.Fits(known.Status.Card, silo)) : [];
}
