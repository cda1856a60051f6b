using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Planning;

namespace Jarvis.Conversations;

/// <summary>Says in short what turns of a conversation were about, for planners that have no room for all of them.</summary>
public interface IHistorySummarizer
{
    /// <summary>Writes a summary that stands for an earlier one and for what came after it.</summary>
    /// <param name="turn">The turn at whose end it is made; what it uses is its tenant's.</param>
    /// <param name="earlier">The summary so far; empty for none.</param>
    /// <param name="turns">The turns to add, oldest first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The summary, in plain text; null where nobody can write one now.</returns>
    Task<string?> SummarizeAsync(TurnId turn, string earlier, ImmutableArray<PastTurn> turns, CancellationToken cancellationToken);
}
