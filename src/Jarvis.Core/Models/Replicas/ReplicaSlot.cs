namespace Jarvis.Models.Replicas;

/// <summary>A place among a model's replicas: who serves there, and while the card changes who comes after. Only touched in the engine's gate.</summary>
/// <param name="current">Who serves there.</param>
internal sealed class ReplicaSlot(Replica current)
{
    internal Replica Current { get; set; } = current;

    /// <summary>Who takes over; null where nobody comes.</summary>
    internal Replica? Next { get; private set; }

    /// <summary>What happened there, whoever served.</summary>
    internal ReplicaRecord Record { get; } = new();

    /// <summary>Whether it serves, or is about to.</summary>
    internal bool ServesSoon => Current.State is { Leaving: false, Phase: ReplicaPhase.Loading or ReplicaPhase.Warming or ReplicaPhase.Ready };

    /// <summary>How long a batch more would take there, beside those that run; zero where nothing was measured, so that it is tried.</summary>
    internal TimeSpan ExpectedRun => Record.MeanRun * (Current.State.Running + 1);

    /// <summary>Whether a batch can be handed to it now.</summary>
    /// <param name="alone">Whether nothing may run beside it.</param>
    internal bool HasRoom(bool alone) => Current.State is { Phase: ReplicaPhase.Ready, Running: var running }
        && (running == 0 || (!alone && !Current.RunsAlone && running < Current.Card.Concurrency));

    internal bool Has(Replica replica) => replica == Current || replica == Next;

    /// <summary>Lets another come beside the one that serves.</summary>
    internal void Follow(Replica next)
    {
        next.Predecessor = Current;
        Next = next;
    }

    /// <summary>Nobody comes any more.</summary>
    /// <returns>Who was to; null where nobody was.</returns>
    internal Replica? Unfollow()
    {
        var next = Next;
        if (next is not null)
        {
            next.Predecessor = null;
        }

        Next = null;
        return next;
    }

    /// <summary>The one that came serves.</summary>
    /// <returns>Who served before.</returns>
    internal Replica TakeOver()
    {
        var old = Current;
        Current = Unfollow()!;
        Record.Renew();
        return old;
    }
}
