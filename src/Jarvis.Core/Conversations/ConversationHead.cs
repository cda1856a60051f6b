using System.Collections.Immutable;

namespace Jarvis.Conversations;

/// <summary>The small, bounded document that a conversation is found by. Turns and pages of events are documents of their own.</summary>
public sealed record ConversationHead
{
    /// <summary>How many idempotency keys are remembered.</summary>
    public const int MaxKeys = 64;

    /// <summary>That of a conversation without turns.</summary>
    public static ConversationHead New { get; } = new();

    /// <summary>How many turns there were.</summary>
    public int Turns { get; init; }

    /// <summary>The turns that have not ended.</summary>
    public ImmutableArray<int> Open { get; init; } = [];

    /// <summary>The number of the newest page of events that the conversation began when the head was written; there may be newer ones.</summary>
    public long Page { get; init; }

    /// <summary>The turn that the last step opened again, until the next step; null for none.</summary>
    public ReopenedTurn? Reopened { get; init; }

    /// <summary>The page of its tenant's list that it stands in; null before it has a turn.</summary>
    public long? ListedOn { get; init; }

    /// <summary>
    /// Whether it is being deleted, or is not yet there as a whole: what else is kept of it is to go, and then this.
    /// </summary>
    public bool IsGone { get; init; }

    /// <summary>What the turns that have ended have used.</summary>
    public TurnUsage Usage { get; init; } = TurnUsage.None;

    /// <summary>What the newest idempotency keys were answered with, oldest first.</summary>
    public ImmutableArray<IdempotentReceipt> Receipts { get; init; } = [];
}
