using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Models.Replicas;

/// <summary>What is set aside on each device, and who waits for it, first come, first served. Only touched in the engine's gate.</summary>
/// <param name="budgetOf">Bytes that models may hold on a device; null where nothing limits them.</param>
internal sealed class DeviceMemory(Func<DeviceId, long?> budgetOf)
{
    private readonly List<MemoryClaim> _claims = [];
    private readonly LinkedList<Replica> _waiting = [];

    /// <summary>Puts a replica at the end of those that wait.</summary>
    internal void Request(Replica replica)
    {
        Release(replica);
        _waiting.AddLast(replica);
    }

    /// <summary>Takes back what was set aside for a replica, and its place among those that wait.</summary>
    internal void Release(Replica replica)
    {
        _waiting.Remove(replica);
        if (replica.Claim is { } claim)
        {
            replica.Claim = null;
            Release(claim);
        }
    }

    /// <summary>Takes back what was set aside.</summary>
    internal void Release(MemoryClaim claim) => _claims.Remove(claim);

    /// <summary>Serves those that wait, as far as it goes.</summary>
    /// <param name="tell">Told what becomes of replicas; it may call back.</param>
    internal void Settle(Action<Replica, ReplicaInput> tell)
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        var blocked = new HashSet<DeviceId>();
        for (var node = _waiting.First; node is not null;)
        {
            var (replica, next) = (node.Value, node.Next);
            // Who came first on a device is first there, or a large model would wait for ever behind small ones.
            if (!blocked.Contains(replica.Device) && !TrySettle(node, tell))
            {
                blocked.Add(replica.Device);
            }

            node = next;
        }
    }

    private bool TrySettle(LinkedListNode<Replica> node, Action<Replica, ReplicaInput> tell)
    {
        var replica = node.Value;
        var residents = _claims.Where(claim => claim.Device == replica.Device).Select(claim => ToResident(claim, replica)).ToList();
        var budget = budgetOf(replica.Device);
        var decision = MemoryPlan.Decide(replica.Needs, budget, residents);
        switch (decision.Answer)
        {
            case MemoryAnswer.Fits:
                _waiting.Remove(node);
                replica.Claim = new MemoryClaim(replica.Device, replica.Needs) { Owner = replica };
                _claims.Add(replica.Claim);
                tell(replica, new ReplicaInput.Granted());
                return true;
            case MemoryAnswer.Refuse:
                _waiting.Remove(node);
                tell(replica, new ReplicaInput.Refused(TooLarge(replica, budget!.Value, residents).ToError()));
                return true;
            default:
                foreach (var evicted in decision.Evict)
                {
                    tell(evicted!, new ReplicaInput.Drain());
                }

                // There is no room for both beside each other, so the one goes before the other comes; requests wait meanwhile.
                if (decision.Evict.IsEmpty && replica.Predecessor is { State.Phase: ReplicaPhase.Ready } predecessor)
                {
                    tell(predecessor, new ReplicaInput.Drain());
                }

                return false;
        }
    }

    private static Resident<Replica?> ToResident(MemoryClaim claim, Replica forWhom)
    {
        var hold = claim.Owner?.Hold ?? ResidentHold.Leaving;
        // Nothing keeps the one whose place is taken, except what it runs.
        hold = hold is ResidentHold.Pinned && claim.Owner == forWhom.Predecessor ? ResidentHold.Busy : hold;
        return new Resident<Replica?>(claim.Owner, claim.Bytes, claim.Owner?.LastUsed ?? 0, hold);
    }

    private static JarvisException TooLarge(Replica replica, long budget, List<Resident<Replica?>> residents)
    {
        var pinned = residents.Where(resident => resident.Hold is ResidentHold.Pinned).Sum(resident => resident.Bytes);
        var taken = pinned > 0 ? $", {Size(pinned)} of it held by pinned models" : "";
        return Error.ModelUnavailable(
            $"{replica.Card.Id} needs {Size(replica.Needs)} of memory, and models may hold {Size(budget)} on {replica.Device}{taken}; allow them more, or use a smaller model.");
    }

    private static string Size(long bytes) => $"{bytes / (double)(1 << 20):N0} MiB";
}
