using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;

namespace Jarvis.Gateway.Console.Turns;

/// <summary>
/// Keeps a view of a conversation up with its events, told in bundles, at most ten a second however many come. What it reads comes from the host's
/// own record, so a page that is loaded again shows the same, and reading costs nobody a model.
/// </summary>
/// <param name="jarvis">Has the events.</param>
/// <param name="time">The clock.</param>
/// <param name="conversation">Which conversation.</param>
internal sealed class ConversationFeed(IJarvis jarvis, TimeProvider time, ConversationId conversation) : IAsyncDisposable
{
    /// <summary>The shortest time between two bundles.</summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private List<ConversationEvent> _pending = [];
    private Task _reading = Task.CompletedTask;
    private bool _isOver;

    internal ConversationId Conversation { get; } = conversation;

    internal ConversationView View { get; } = new();

    /// <summary>Why nothing more comes; null while it does.</summary>
    internal JarvisError? Broken { get; private set; }

    /// <summary>Reads what there is by now.</summary>
    /// <returns>Whether there is such a conversation.</returns>
    /// <exception cref="JarvisException">It cannot be read.</exception>
    internal async Task<bool> CatchUpAsync(CancellationToken cancellationToken)
    {
        var last = (await jarvis.GetAsync(Conversation, cancellationToken)).LastSequence;
        if (last == 0)
        {
            return false;
        }

        await foreach (var happened in jarvis.ReadEventsAsync(Conversation, View.Sequence, cancellationToken))
        {
            View.Apply(happened);
            if (happened.Sequence >= last)
            {
                break;
            }
        }

        return true;
    }

    /// <summary>Goes on live until disposed.</summary>
    /// <param name="changed">Called when there is something to take, on any thread; it calls <see cref="Take"/> where the view is used.</param>
    internal void Follow(Func<Task> changed) => _reading = Task.Run(() => ReadAsync(changed));

    /// <summary>Takes what has come since the last time into the view.</summary>
    /// <returns>What people who do not see it should be told.</returns>
    internal IReadOnlyList<string> Take()
    {
        List<ConversationEvent> bundle;
        lock (_lock)
        {
            (bundle, _pending) = (_pending, []);
        }

        return [.. bundle.Select(View.Apply).OfType<string>()];
    }

    /// <summary>Ends it. Whoever opens another one ends the one before, and so does whoever leaves meanwhile: twice is as good as once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isOver, true))
        {
            return;
        }

        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    private async Task ReadAsync(Func<Task> changed)
    {
        var after = View.Sequence;
        var telling = Task.CompletedTask;
        try
        {
            while (true)
            {
                try
                {
                    await foreach (var happened in jarvis.ReadEventsAsync(Conversation, after, _stop.Token))
                    {
                        after = happened.Sequence;
                        bool isFirst;
                        lock (_lock)
                        {
                            isFirst = _pending.Count == 0;
                            _pending.Add(happened);
                        }

                        if (isFirst)
                        {
                            await telling;
                            telling = TellAsync(changed);
                        }
                    }
                }
                catch (JarvisException failed) when (failed.Retryable || failed.Code == ErrorCode.StorageFailed)
                {
                    await Task.Delay(Pause, time, _stop.Token);
                }
            }
        }
        catch (JarvisException gone)
        {
            await telling;
            // Who goes on after an event that never was has read a conversation that is deleted.
            Broken = gone.Code == ErrorCode.InvalidRequest ? Error.NotFound("The conversation was deleted.").ToError() : gone.ToError();
            await changed();
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            // Nobody looks any more.
        }
    }

    private async Task TellAsync(Func<Task> changed)
    {
        await Task.Delay(Pace, time, _stop.Token);
        await changed();
    }
}
