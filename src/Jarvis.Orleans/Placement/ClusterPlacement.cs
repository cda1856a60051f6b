using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Orleans;

/// <summary>Knows where the models of the cluster may be.</summary>
/// <param name="catalog">The models.</param>
/// <param name="places">Finds silos for them.</param>
/// <param name="oracle">Knows the silos.</param>
internal sealed class ClusterPlacement(ClusterCatalog catalog, ModelPlaces places, ISiloStatusOracle oracle)
{
    /// <summary>Sees to it that there is a silo for a model before it is called, so that who calls is told what is missing.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.ModelUnavailable"/>.</exception>
    internal async ValueTask RequireAsync(ModelId model, CancellationToken cancellationToken)
    {
        _ = await catalog.FindAsync(model, cancellationToken).ConfigureAwait(false);
        var choice = Find(model, [.. oracle.GetApproximateSiloStatuses(onlyActive: true).Keys]);
        if (choice is null)
        {
            throw Error.ModelUnavailable($"No silo has the model {model} any more; choose another, or add its card again.");
        }

        if (choice.Error is { } missing)
        {
            throw missing;
        }
    }

    /// <summary>Of these silos the ones that a model may be on; none where nothing is known of it.</summary>
    internal IReadOnlyList<SiloAddress> Of(ModelId model, IReadOnlyCollection<SiloAddress> silos) => Find(model, silos) is { } choice ? choice.Silos : [];

    /// <summary>Whether a silo that has what a model wants could take over from this one, which has what will do.</summary>
    internal bool IsBetterElsewhere(ModelId model) =>
        Find(model, [.. oracle.GetApproximateSiloStatuses(onlyActive: true).Keys]) is { Error: null, IsSecondBest: false } choice
        && !choice.Silos.Contains(oracle.SiloAddress);

    /// <summary>Whether this silo has only what will do in place of what a model wants.</summary>
    internal bool IsSecondBestHere(ModelId model) => Find(model, [oracle.SiloAddress]) is { IsSecondBest: true };

    private SiloChoice? Find(ModelId model, IReadOnlyCollection<SiloAddress> silos) =>
        catalog.Peek(model) is { } known ? places.Find(known.Status.Card, known.Able, silos) : null;
}
