using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Placement;

namespace Jarvis.Models.Replicas;

/// <summary>
/// The replicas of one model. The first is the one that the model cannot do without: it comes when there is work and makes others go for
/// it. The further ones come and go with the load, where there is room. When the card changes they are replaced one after the other, each
/// by one that is loaded beside it. Only touched in the engine's gate.
/// </summary>
internal sealed class ReplicaSet : IDisposable
{
    /// <summary>So many batches in a row have to fail before a replica whose neighbours answer is made anew.</summary>
    private const int MostFailuresInRow = 3;

    private readonly ServedModel _model;
    private readonly EngineParts _parts;
    private readonly ReplicaScale _scale;
    private ModelStatus _status;
    private int _version;
    private int _wanted;
    private string? _note;
    private bool _isClosed;

    internal ReplicaSet(ServedModel model, ModelStatus status, EngineParts parts)
    {
        (_model, _parts, _status) = (model, parts, status);
        Slots = new ReplicaSlots(new ReplicaSlot(NewReplica(status.Device)));
        _scale = new ReplicaScale(RangeOf(Slots.First.Current), parts.Options, parts.Time, model.Look);
        _wanted = _scale.Range.Least;
    }

    /// <summary>The places that they have.</summary>
    internal ReplicaSlots Slots { get; }

    /// <summary>Whether it is more than the card asks for.</summary>
    internal bool IsSpare(Replica replica) => Slots.IndexOf(replica) >= _scale.Range.Least;

    /// <summary>A job came.</summary>
    internal void Arrive(int waiting)
    {
        _isClosed = false;
        _scale.Arrive();
        Measure(waiting);
    }

    /// <summary>A batch ended.</summary>
    internal void Ran(ReplicaSlot slot, Replica replica, int jobs, TimeSpan time, BatchSummary summary, int waiting)
    {
        slot.Record.Ran(jobs, time, summary);
        if (summary.Succeeded > 0)
        {
            _scale.Ran(jobs, time, replica.Card.Concurrency);
        }

        _parts.Replicas.Tell(replica, new ReplicaInput.BatchEnded(summary.Fault ?? Outlier(slot, replica))
        {
            IsRequests = summary is { Fault: not null, WasSuspect: true },
        });
        Measure(waiting);
    }

    /// <summary>The time has come to look whether there are too many.</summary>
    internal void Look(int waiting)
    {
        _scale.Due();
        Measure(waiting);
    }

    /// <summary>There is work that nobody can take now.</summary>
    internal void Want()
    {
        // While the next one comes, room is not asked for again for the one that went to make it.
        if (Slots.First.Current.State.CanBeWanted && Slots.First.Next?.State.Phase is not (ReplicaPhase.Waiting or ReplicaPhase.Loading or ReplicaPhase.Warming))
        {
            var first = Slots.First.Current;
            if (first.State is { Phase: ReplicaPhase.Unloaded, Running: 0 } && _parts.Placement.Find(_status, null).Device is { } device && device != first.Device)
            {
                Slots.First.Current = first = NewReplica(device);
            }

            _parts.Replicas.Tell(first, new ReplicaInput.Wanted());
        }
    }

    /// <summary>Loads it before there is work for it.</summary>
    /// <param name="places">Where each replica goes that it has at the least; empty to find that out as they come.</param>
    internal void Load(ImmutableArray<PlacementDecision> places)
    {
        if (Slots.First.Current.State.Phase is not ReplicaPhase.Unloaded)
        {
            return;
        }

        _isClosed = false;
        Slots.First.Current = NewReplica(places.FirstOrDefault()?.Device ?? _status.Device);
        _parts.Replicas.Tell(Slots.First.Current, new ReplicaInput.Wanted());
        foreach (var place in places.Skip(1).Take(_wanted - Slots.Count))
        {
            Add(place);
        }
    }

    /// <summary>Takes what the catalog says of the model now, where it is the same as before.</summary>
    internal void Confirm(ModelStatus status) => _status = status;

    /// <summary>Takes what the catalog says of the model now. What is loaded is loaded anew beside itself.</summary>
    internal void Update(ModelStatus status)
    {
        (_status, _isClosed) = (status, false);
        _version++;
        foreach (var slot in Slots.ToList())
        {
            Retire(slot.Unfollow());
        }

        Renew(Slots.First);
        _scale.Limit(RangeOf(Slots.First.Next ?? Slots.First.Current));
        _wanted = Math.Clamp(_wanted, _scale.Range.Least, _scale.Range.Most);
        Shrink();
        Roll();
    }

    /// <summary>There is nothing to serve any more, until there is: what runs ends, and nothing comes.</summary>
    internal void Close()
    {
        _isClosed = true;
        foreach (var slot in Slots.ToList())
        {
            Retire(slot.Unfollow());
        }

        foreach (var replica in Slots.Replicas.ToList())
        {
            _parts.Replicas.Tell(replica, new ReplicaInput.Drain());
        }
    }

    public void Dispose() => _scale.Dispose();

    /// <summary>A replica has room for batches.</summary>
    internal void Serve(Replica replica)
    {
        if (Slots.Of(replica) is { } slot && slot.Next == replica)
        {
            Retire(slot.TakeOver());
            Roll();
        }
    }

    /// <summary>A replica cannot come, or is in quarantine for a while.</summary>
    /// <returns>Whether who waits has nobody else to wait for.</returns>
    internal bool TurnAway(Replica replica, JarvisError error)
    {
        var slot = Slots.Of(replica);
        if (slot is not null && slot != Slots.First && replica.State.Phase is ReplicaPhase.Unloaded)
        {
            Tell(error.Message);
            return false;
        }

        slot?.Record.Broke(error.Message);
        // As long as the old one or another serves, nobody needs this one.
        return slot?.Current == replica && !Slots.Any(other => other != slot && other.ServesSoon);
    }

    /// <summary>Something was told to a replica, and its state is new.</summary>
    internal void Changed(Replica replica, ReplicaInput input)
    {
        Slots.Forget(replica);
        if (Slots.Of(replica) is { } slot)
        {
            Settle(slot, replica, input);
            PutFirst();
            Grow();
        }
        else if (!Slots.IsRetired(replica))
        {
            // One that another took the place of before it heard that it was wanted.
            Retire(replica);
        }
    }

    /// <summary>How its replicas are doing, the first first.</summary>
    internal ImmutableArray<ReplicaStatus> Describe()
    {
        var replicas = Slots.Describe().ToImmutableArray();
        var note = Slots.First.Current is { Loader: null, Card.Replicas.Most: > 1 }
            ? "Its runner loads nothing, so there is one of it; its concurrency says how much runs side by side."
            : _note;
        return replicas.SetItem(0, replicas[0] with { Note = note });
    }

    private static ReplicaRange RangeOf(Replica replica) => replica.Loader is null ? ReplicaRange.One : replica.Card.Replicas;

    private Replica NewReplica(Identity.DeviceId device) =>
        new(_model, _status.Card, device, _parts.Runners.GetValueOrDefault(_status.Card.Runner)) { Version = _version };

    private void Measure(int waiting)
    {
        if (!_isClosed)
        {
            _wanted = _scale.Count(waiting);
            Shrink();
            Grow();
        }
    }

    /// <summary>One after the other: where the next goes depends on where the one before has its memory.</summary>
    private void Grow()
    {
        if (Slots.Count >= _wanted)
        {
            _note = null;
        }
        else if (!_isClosed && _scale.MayGrow && Slots.First.Current.State.Phase is ReplicaPhase.Ready
            && Slots.All(slot => slot.Next is null && slot.Current.State.Phase is not (ReplicaPhase.Unloaded or ReplicaPhase.Waiting)))
        {
            Add(_parts.Placement.Find(_status, null));
        }
    }

    private void Add(PlacementDecision place)
    {
        if (place.Device is not { } device)
        {
            _scale.Full();
            Tell(place.Error!.Message);
            return;
        }

        var replica = NewReplica(device);
        Slots.Add(new ReplicaSlot(replica));
        _parts.Replicas.Tell(replica, new ReplicaInput.Wanted());
    }

    private void Shrink()
    {
        while (Slots.Count > _wanted)
        {
            // Who does not serve is missed by nobody.
            Drop(Slots.Skip(1).MinBy(slot => slot.ServesSoon ? slot.Current.State.Running + 1 : 0)!);
        }
    }

    private void Drop(ReplicaSlot slot)
    {
        Slots.Remove(slot);
        Retire(slot.Unfollow());
        Retire(slot.Current);
    }

    /// <summary>One that had to go, or did not come: the others serve on, and for a while none is looked for.</summary>
    private void GoWithout(ReplicaSlot slot)
    {
        Drop(slot);
        _scale.Full();
    }

    private void Retire(Replica? replica)
    {
        if (replica is not null && replica.State.Phase is not ReplicaPhase.Unloaded)
        {
            Slots.Retire(replica);
            _parts.Replicas.Tell(replica, new ReplicaInput.Drain());
        }
    }

    private void Renew(ReplicaSlot slot)
    {
        var replica = NewReplica(_parts.Placement.Find(_status, slot.Current).Device ?? _status.Device);
        if (slot.Current.State.Phase is ReplicaPhase.Unloaded)
        {
            slot.Current = replica;
            return;
        }

        slot.Follow(replica);
        _parts.Replicas.Tell(replica, new ReplicaInput.Wanted());
    }

    /// <summary>Goes on with replacing those of an older card.</summary>
    private void Roll()
    {
        if (!_isClosed && Slots.All(slot => slot.Next is null) && Slots.FirstOrDefault(slot => slot.Current.Version != _version) is { } old)
        {
            Renew(old);
        }
    }

    private void Settle(ReplicaSlot slot, Replica replica, ReplicaInput input)
    {
        var state = replica.State;
        if (replica == slot.Next)
        {
            if (state.Phase is not ReplicaPhase.Unloaded)
            {
                return;
            }

            if (input is not ReplicaInput.Refused)
            {
                _parts.Replicas.Tell(replica, new ReplicaInput.Wanted());
            }
            else if (slot == Slots.First)
            {
                // The one before goes on: the card may be mended, or room made.
                slot.Unfollow();
            }
            else
            {
                GoWithout(slot);
            }
        }
        else if (slot != Slots.First && slot.Next is null)
        {
            Settle(slot, state);
        }
    }

    private void Settle(ReplicaSlot further, ReplicaState state)
    {
        if (state.Phase is ReplicaPhase.Unloaded or ReplicaPhase.Draining)
        {
            GoWithout(further);
        }
        else if (state is { Phase: ReplicaPhase.Quarantined, CanBeWanted: true } && !_isClosed)
        {
            _parts.Replicas.Tell(further.Current, new ReplicaInput.Wanted());
        }
    }

    /// <summary>Who serves is first; whoever was before comes again, where there is room for it.</summary>
    private void PutFirst()
    {
        if (Slots.PutReadyFirst() is not { } before)
        {
            return;
        }

        if (before.Current.State.Phase is ReplicaPhase.Unloaded && !_isClosed)
        {
            _parts.Replicas.Tell(before.Current, new ReplicaInput.Wanted());
        }
        else
        {
            Settle(before, before.Current.State);
        }
    }

    /// <summary>
    /// Whether a replica fails on everything while others of the model answer: then it is the replica, not what it is given (outlier
    /// ejection, as Envoy's load balancer has it).
    /// </summary>
    private JarvisError? Outlier(ReplicaSlot slot, Replica replica)
    {
        var failures = slot.Record.FailuresInRow;
        if (failures < MostFailuresInRow || slot.Current != replica || !Slots.Any(other => other != slot && other.ServesSoon && other.Record.Answers))
        {
            return null;
        }

        slot.Record.Renew();
        var fault = Error.ModelFailed($"{replica.Card.Id} failed {failures} times in a row here while it answers elsewhere.").ToError();
        slot.Record.Broke(fault.Message);
        return fault;
    }

    private void Tell(string why)
    {
        var note = $"It has fewer replicas than its load or card asks for: {why}";
        if (note != _note)
        {
            _note = note;
            _parts.Log.NotPlaced(_status.Card.Id.Value, why);
        }
    }
}
