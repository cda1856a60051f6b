using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Orleans;

/// <summary>
/// The models of the cluster, for who chooses and places them on this silo. What this silo can run itself it knows; what the others say is asked for
/// again when it is 5 seconds old, or a silo has come or gone, while what they said before counts. Thread-safe.
/// </summary>
/// <param name="own">The models of this silo.</param>
/// <param name="models">Asks the others.</param>
/// <param name="oracle">Knows the silos.</param>
/// <param name="time">The clock.</param>
internal sealed class ClusterCatalog(ModelCatalog own, ClusterModels models, ISiloStatusOracle oracle, TimeProvider time) : IModelCatalog
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private ClusterSnapshot? _known;
    private ImmutableHashSet<SiloAddress> _silos = [];
    private long _askedAt;
    private Task<ClusterSnapshot>? _asking;

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken) =>
        await SnapshotAsync(cancellationToken).ConfigureAwait(false) is { } cluster
            ? cluster.All
            : await own.ListAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<ModelStatus?> FindAsync(ModelId model, CancellationToken cancellationToken)
    {
        var here = await own.FindAsync(model, cancellationToken).ConfigureAwait(false);
        return here is { IsAvailable: true } || await SnapshotAsync(cancellationToken).ConfigureAwait(false) is not { } cluster
            ? here
            : cluster.Find(model) ?? here;
    }

    /// <summary>What is known of a model without asking anybody, and which silos can run it; null for nothing.</summary>
    internal (ModelStatus Status, ImmutableHashSet<SiloAddress> Able)? Peek(ModelId model)
    {
        var looking = own.FindAsync(model, CancellationToken.None);
        var here = looking.IsCompletedSuccessfully ? looking.Result : null;
        ClusterSnapshot? cluster;
        lock (_lock)
        {
            cluster = _known;
        }

        return (here is { IsAvailable: true } ? here : cluster?.Find(model) ?? here) is { } known
            ? (known, cluster?.AbleTo(model) ?? [])
            : null;
    }

    /// <summary>What is known of the cluster's models; null where this silo is alone, and its own are all there are.</summary>
    internal async ValueTask<ClusterSnapshot?> SnapshotAsync(CancellationToken cancellationToken)
    {
        var silos = oracle.GetApproximateSiloStatuses(onlyActive: true).Keys;
        if (silos.All(oracle.SiloAddress.Equals))
        {
            return null;
        }

        Task<ClusterSnapshot> asking;
        lock (_lock)
        {
            var isOld = !_silos.SetEquals(silos);
            if (_known is { } known && !isOld && time.GetElapsedTime(_askedAt) < Freshness)
            {
                return known;
            }

            if (_asking is null)
            {
                (_silos, _askedAt) = ([.. silos], time.GetTimestamp());
                _asking = AskAsync();
            }

            // Who chooses does not wait for what changes slowly; who comes first, or after a silo, does.
            if (_known is { } before && !isOld)
            {
                return before;
            }

            asking = _asking;
        }

        return await asking.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<ClusterSnapshot> AskAsync()
    {
        // Not under the lock that it was called in.
        await Task.Yield();
        try
        {
            var snapshot = await models.AskAsync(CancellationToken.None).ConfigureAwait(false);
            lock (_lock)
            {
                return _known = snapshot;
            }
        }
        finally
        {
            lock (_lock)
            {
                _asking = null;
            }
        }
    }
}
