namespace Jarvis.Core.Tests.Conversations.Modelled;

/// <summary>A task as the simplest model of a turn knows it.</summary>
internal sealed class ModelTask(int id, int[] data, int[] after, decimal price)
{
    internal int Id { get; } = id;

    internal int[] Data { get; } = data;

    internal int[] After { get; } = after;

    internal decimal Price { get; } = price;

    internal IEnumerable<int> Needed => Data.Concat(After);

    internal bool NeedsApproval { get; init; }

    internal ModelPhase Phase { get; set; } = ModelPhase.Waiting;

    internal ModelReason Reason { get; set; }

    internal bool Asked { get; set; }

    internal bool Approved { get; set; }

    /// <summary>Whether somebody cancelled or rejected it.</summary>
    internal bool Stopped { get; set; }

    internal int Retry { get; set; }

    internal bool HasEnded => Phase is ModelPhase.Done or ModelPhase.Failed or ModelPhase.Skipped;

    internal bool IsPending => Asked && !Approved && !HasEnded;

    internal void End(ModelPhase phase, ModelReason reason) => (Phase, Reason) = (phase, reason);
}
