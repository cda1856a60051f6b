using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Planning;

namespace Jarvis.Conversations;

/// <summary>Where there is no language model to summarize: planners are told of the newest turns only.</summary>
internal sealed class NoHistorySummarizer : IHistorySummarizer
{
    public Task<string?> SummarizeAsync(TurnId turn, string earlier, ImmutableArray<PastTurn> turns, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);
}
