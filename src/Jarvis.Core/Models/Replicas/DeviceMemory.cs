using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Placement;

namespace Jarvis.Models.Replicas;

/// <summary>
/// What is set aside on each device, and who waits for it, first come, first served, but a further replica of a model that serves already
/// after all others: it gets what is left over, or what nobody has used for long. Only touched in the engine's gate.
/// </summary>
/// <param name="options">Says how much may be held on a device, and how long is long.</param>
/// <param name="time">The clock.</param>
internal sealed class DeviceMemory(ModelEngineOptions options, TimeProvider time)
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
        Settle(blocked, further: false, tell);
        Settle(blocked, further: true, tell);
    }

    /// <summary>Whether a replica has been without work for so long that another may have its memory just to be faster.</summary>
    internal bool IsUnused(Replica replica) => replica is { State.Running: 0, Hold: ResidentHold.None or ResidentHold.Spare }
        && !replica.Model.Waits(replica) && time.GetElapsedTime(replica.LastUsed) >= options.ReplicaLowFor;

    /// <summary>Devices with what is set aside on them.</summary>
    /// <param name="empty">The devices with nothing on them.</param>
    /// <param name="counts">Whether a claim counts.</param>
    internal DeviceInventory Occupy(DeviceInventory empty, Func<MemoryClaim, bool> counts) => new(
    [
        .. empty.Devices.Select(device =>
        {
            var held = _claims.Where(claim => claim.Device == device.Id && counts(claim)).ToList();
            var total = options.BudgetOf(device.Id) is { } budget ? Math.Min(budget, device.MemoryTotal ?? budget) : device.MemoryTotal;
            return device with { MemoryTotal = total, MemoryFree = total - held.Sum(claim => claim.Bytes), Replicas = held.Count };
        }),
    ]);

    private void Settle(HashSet<DeviceId> blocked, bool further, Action<Replica, ReplicaInput> tell)
    {
        for (var node = _waiting.First; node is not null;)
        {
            var (replica, next) = (node.Value, node.Next);
            if (replica.IsFurther == further)
            {
                // Who came first on a device is first there, or a large model would wait for ever behind small ones.
                if (!blocked.Contains(replica.Device) && !TrySettle(node, tell))
                {
                    blocked.Add(replica.Device);
                }
                else if (further && node.List is not null)
                {
                    Refuse(node, NoRoom(replica), tell);
                }
            }

            node = next;
        }
    }

    private bool TrySettle(LinkedListNode<Replica> node, Action<Replica, ReplicaInput> tell)
    {
        var replica = node.Value;
        var residents = _claims.Where(claim => claim.Device == replica.Device).Select(claim => ToResident(claim, replica)).ToList();
        var budget = options.BudgetOf(replica.Device);
        var decision = MemoryPlan.Decide(replica.Needs, budget, residents);
        switch (decision.Answer)
        {
            case MemoryAnswer.Fits:
                _waiting.Remove(node);
                replica.Claim = new MemoryClaim(replica.Device, replica.Needs) { Owner = replica };
                replica.LastUsed = time.GetTimestamp();
                _claims.Add(replica.Claim);
                tell(replica, new ReplicaInput.Granted());
                return true;
            case MemoryAnswer.Refuse:
                Refuse(node, TooLarge(replica, budget!.Value, residents), tell);
                return true;
            case MemoryAnswer.Wait when decision.IsEnough:
                foreach (var evicted in decision.Evict)
                {
                    tell(evicted!, new ReplicaInput.Drain());
                }

                return false;
            case MemoryAnswer.Wait when replica.Predecessor is { State.Phase: ReplicaPhase.Ready } predecessor && predecessor.Device == replica.Device:
                // There is no room for both beside each other, so the one goes before the other comes; requests wait meanwhile.
                tell(predecessor, new ReplicaInput.Drain());
                return false;
            case MemoryAnswer.Wait when replica.IsFurther:
                Refuse(node, NoRoom(replica), tell);
                return true;
            default:
                return false;
        }
    }

    private void Refuse(LinkedListNode<Replica> node, JarvisException why, Action<Replica, ReplicaInput> tell)
    {
        _waiting.Remove(node);
        tell(node.Value, new ReplicaInput.Refused(why.ToError()));
    }

    private Resident<Replica?> ToResident(MemoryClaim claim, Replica forWhom)
    {
        var hold = claim.Owner?.Hold ?? ResidentHold.Leaving;
        // Nothing keeps the one whose place is taken, except what it runs.
        hold = hold is ResidentHold.Pinned or ResidentHold.Spare && claim.Owner == forWhom.Predecessor ? ResidentHold.Busy : hold;
        // For one that only makes a model faster, nobody goes who may be asked for soon.
        hold = hold is ResidentHold.None or ResidentHold.Spare && forWhom.IsFurther && !IsUnused(claim.Owner!) ? ResidentHold.Busy : hold;
        return new Resident<Replica?>(claim.Owner, claim.Bytes, claim.Owner?.LastUsed ?? 0, hold);
    }

    private static JarvisException NoRoom(Replica replica) => Error.ModelUnavailable(
        $"{replica.Card.Id} needs {Size(replica.Needs)} for one more on {replica.Device}, and what holds the memory there is in use; allow models more, or take some away.");

    private static JarvisException TooLarge(Replica replica, long budget, List<Resident<Replica?>> residents)
    {
        var pinned = residents.Where(resident => resident.Hold is ResidentHold.Pinned).Sum(resident => resident.Bytes);
        var taken = pinned > 0 ? $", {Size(pinned)} of it held by pinned models" : "";
        return Error.ModelUnavailable(
            $"{replica.Card.Id} needs {Size(replica.Needs)} of memory, and models may hold {Size(budget)} on {replica.Device}{taken}; allow them more, or use a smaller model.");
    }

    private static string Size(long bytes) => $"{bytes / (double)(1 << 20):N0} MiB";
}
