using Jarvis.State;

namespace Jarvis.Conversations;

/// <summary>A turn that is being worked on, as its conversation holds it.</summary>
/// <param name="document">Where its state is kept.</param>
internal sealed class OpenTurn(StateDocument<TurnState> document) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private ReportStamps? _stamps;

    internal TurnState State => document.Value!;

    /// <summary>Wakes the turn at its deadline; set once it is watched.</summary>
    internal IDisposable? Deadline { get; set; }

    /// <summary>Cancelled when the turn is over: nobody wants its plan or its answer any more.</summary>
    internal CancellationToken Ended => _ended.Token;

    /// <summary>Begins to plan it, or to write its answer: what did so before is not listened to any more.</summary>
    /// <returns>What marks the reports of that.</returns>
    internal ReportStamps Begin() => _stamps = new();

    /// <summary>Whether a report is of what was begun last, and has not come before.</summary>
    internal bool Takes(ReportStamp? stamp) => stamp is null || _stamps?.Takes(stamp) == true;

    /// <summary>Writes it: for good, or so that the next write that is flushed keeps it for good. Once begun it is done.</summary>
    internal ValueTask WriteAsync(TurnState state, bool flush) => flush
        ? document.WriteAsync(state, CancellationToken.None)
        : document.WriteUnflushedAsync(state, CancellationToken.None);

    /// <summary>Takes a state that may be lost.</summary>
    internal void Remember(TurnState state) => document.Remember(state);

    public void Dispose()
    {
        Deadline?.Dispose();
        _ended.Cancel();
        _ended.Dispose();
    }
}
