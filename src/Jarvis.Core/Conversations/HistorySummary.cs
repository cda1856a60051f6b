using System.Collections.Immutable;
using Jarvis.Planning;

namespace Jarvis.Conversations;

/// <summary>What is kept of the turns that a planner is not told of one by one any more.</summary>
/// <param name="UpTo">The number of the newest turn in it; 0 for none.</param>
/// <param name="Text">What they were about.</param>
internal sealed record HistorySummary(int UpTo, string Text)
{
    /// <summary>The longest summary, in characters; it is cut off there.</summary>
    internal const int MaxLength = 4000;

    /// <summary>So many turns are put into it at a time: a call for each would cost more than it tells.</summary>
    internal const int Batch = 8;

    internal static HistorySummary None { get; } = new(0, "");

    /// <summary>The turns that are to be put into it now, oldest first; empty until there are enough.</summary>
    /// <param name="ended">The newest turns that have ended, oldest first.</param>
    /// <param name="history">How many of them are told one by one.</param>
    internal ImmutableArray<PastTurn> Due(IReadOnlyCollection<TurnSummary> ended, int history)
    {
        var old = ended.SkipLast(history).Where(turn => turn.Number > UpTo).Select(turn => turn.ToPast()).ToImmutableArray();
        return old.Length < Batch ? [] : old;
    }
}
