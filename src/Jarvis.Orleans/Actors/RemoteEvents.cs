using Jarvis.Events;

namespace Jarvis.Orleans;

/// <summary>
/// The events of a conversation, from one place that it was found at. Neither reading nor ending it waits for a silo that is gone: Orleans asks the place to end, and
/// waits for the answer, before it says that reading was cancelled.
/// </summary>
/// <param name="events">The events.</param>
/// <param name="loss">Cancelled when a silo is gone.</param>
/// <param name="cancellationToken">Ends reading; with <paramref name="loss"/> too.</param>
internal sealed class RemoteEvents(IAsyncEnumerable<ConversationEvent> events, CancellationToken loss, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<ConversationEvent> _events = events.GetAsyncEnumerator(cancellationToken);

    internal ConversationEvent Current => _events.Current;

    /// <summary>Whether there is another.</summary>
    internal ValueTask<bool> MoveNextAsync()
    {
        var next = _events.MoveNextAsync();
        return next.IsCompleted ? next : new(next.AsTask().WaitAsync(cancellationToken));
    }

    public async ValueTask DisposeAsync() => await _events.DisposeAsync().AsTask().WaitAsync(loss).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
