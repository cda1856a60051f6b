using System.Collections;

namespace Jarvis.Models.Replicas;

/// <summary>
/// The places of a model's replicas, and those that are on their way out. There is always a first place: if any replica is there, it is the
/// one in it. Only touched in the engine's gate.
/// </summary>
/// <param name="first">The first place.</param>
internal sealed class ReplicaSlots(ReplicaSlot first) : IReadOnlyCollection<ReplicaSlot>
{
    private readonly List<ReplicaSlot> _slots = [first];
    private readonly List<Replica> _retired = [];

    public int Count => _slots.Count;

    /// <summary>The place that the model cannot do without.</summary>
    internal ReplicaSlot First => _slots[0];

    /// <summary>Everything that may hold something.</summary>
    internal IEnumerable<Replica> Replicas => _slots.Select(slot => slot.Current).Concat(Coming).Concat(_retired);

    /// <summary>How many batches run at once, those of the first counted even when it is not there.</summary>
    internal int Places => First.Current.Card.Concurrency + _slots.Skip(1).Where(slot => slot.ServesSoon).Sum(slot => slot.Current.Card.Concurrency);

    /// <summary>How many batches run.</summary>
    internal int Running => _slots.Sum(slot => slot.Current.State.Running);

    /// <summary>When it may be tried again, where all that there is broke; null where something serves or may come at once.</summary>
    internal DateTimeOffset? RestsUntil =>
        _slots.TrueForAll(slot => slot is { Next: null, Current: { State.Phase: ReplicaPhase.Quarantined, RebuildAt: not null } })
            ? _slots.Min(slot => slot.Current.RebuildAt)
            : null;

    private IEnumerable<Replica> Coming => _slots.Select(slot => slot.Next).OfType<Replica>();

    public IEnumerator<ReplicaSlot> GetEnumerator() => _slots.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The place of a replica; null where it has none (any more).</summary>
    internal ReplicaSlot? Of(Replica replica) => _slots.Find(slot => slot.Has(replica));

    /// <summary>Which place a replica has, from 0; -1 where it has none.</summary>
    internal int IndexOf(Replica replica) => _slots.FindIndex(slot => slot.Has(replica));

    /// <summary>Of those that can take a batch now, the one that is likely to be through with it first; null where there is none.</summary>
    /// <param name="alone">Whether nothing may run beside the batch.</param>
    internal ReplicaSlot? Free(bool alone) => _slots.Where(slot => slot.HasRoom(alone)).MinBy(slot => slot.ExpectedRun);

    internal void Add(ReplicaSlot slot) => _slots.Add(slot);

    internal void Remove(ReplicaSlot slot) => _slots.Remove(slot);

    /// <summary>Remembers a replica that is on its way out.</summary>
    internal void Retire(Replica replica) => _retired.Add(replica);

    /// <summary>Whether it is on its way out.</summary>
    internal bool IsRetired(Replica replica) => _retired.Contains(replica);

    /// <summary>Forgets one that is out.</summary>
    internal void Forget(Replica replica)
    {
        if (replica.State.Phase is ReplicaPhase.Unloaded)
        {
            _retired.Remove(replica);
        }
    }

    /// <summary>Puts one that serves first, where the first does not and nobody comes to take its place.</summary>
    /// <returns>Who was first before; null where nothing has changed.</returns>
    internal ReplicaSlot? PutReadyFirst()
    {
        if (First is not { Next: null, Current.State.Phase: not ReplicaPhase.Ready }
            || _slots.Find(slot => slot.Current.State.Phase is ReplicaPhase.Ready) is not { } ready)
        {
            return null;
        }

        var before = First;
        _slots.Remove(ready);
        _slots.Insert(0, ready);
        return before;
    }

    /// <summary>How they are doing, the first first.</summary>
    internal IEnumerable<ReplicaStatus> Describe()
    {
        var there = _slots.Where(slot => slot == First || slot.Current.State.Phase is not ReplicaPhase.Unloaded);
        var others = Coming.Concat(_retired).Where(replica => replica.State.Phase is not ReplicaPhase.Unloaded);
        return [.. there.Select(slot => slot.Record.Describe(slot.Current.Describe())), .. others.Select(replica => replica.Describe())];
    }
}
