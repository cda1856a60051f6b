using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Identity;
using Jarvis.Planning;

namespace Jarvis.Conformance.Hosts;

/// <summary>Summarizes as a test says, and remembers what it was given.</summary>
/// <param name="script">The answer to each call, by its number from 0.</param>
public sealed class ScriptedSummarizer(Func<int, string> script) : IHistorySummarizer
{
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<(string Earlier, ImmutableArray<PastTurn> Turns)> Calls { get; } = [];

    /// <summary>Ends with its first call.</summary>
    public Task Called => _called.Task;

    public Task<string?> SummarizeAsync(TurnId turn, string earlier, ImmutableArray<PastTurn> turns, CancellationToken cancellationToken)
    {
        var number = Calls.Count;
        Calls.Enqueue((earlier, turns));
        _called.TrySetResult();
        return Task.FromResult<string?>(script(number));
    }
}
