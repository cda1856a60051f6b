using System.Collections.Immutable;
using Jarvis.Identity;

namespace Jarvis.Conversations;

/// <summary>A conversation as it is now.</summary>
/// <param name="Id">The conversation.</param>
/// <param name="LastSequence">The sequence number of its newest event; 0 before the first.</param>
/// <param name="Turns">Its newest turns, oldest first, at most <see cref="MaxTurns"/>.</param>
public sealed record ConversationSnapshot(ConversationId Id, long LastSequence, ImmutableArray<TurnSummary> Turns)
{
    /// <summary>The most turns in one snapshot.</summary>
    public const int MaxTurns = 32;

    /// <summary>What all its turns have used, those that are not among <see cref="Turns"/> too.</summary>
    public TurnUsage Usage { get; init => field = value ?? TurnUsage.None; } = TurnUsage.None;
}
