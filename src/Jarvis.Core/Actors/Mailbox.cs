using Jarvis.Errors;
using Microsoft.Extensions.Logging;

namespace Jarvis.Actors;

/// <summary>
/// The turns of one actor in this process: calls and posts run one after the other, in the order that they came. Bounded for calls from
/// outside; what actors post to themselves and tell each other always fits, or they could lose what they wait for. Thread-safe.
/// </summary>
public sealed partial class Mailbox : IActorTurns
{
    private readonly Lock _lock = new();
    private readonly Queue<(Func<Task> Turn, Action? Dropped)> _waiting = new();
    private readonly int _capacity;
    private readonly TimeProvider _time;
    private readonly Action _rest;
    private readonly ILogger _logger;
    private bool _running;
    private TaskCompletionSource? _stopped;

    /// <summary>Called, outside the turns, when nothing waits any more.</summary>
    public Action Emptied { get; init; } = static () => { };

    /// <summary>What a call gets that is not made because the host stops.</summary>
    public Func<Exception> Stopped { get; init; } = static () => Error.Overloaded("This host stops; ask again when it runs again.");

    /// <summary>Whether nothing runs or waits.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
                return !_running && _waiting.Count == 0;
        }
    }

    /// <summary>Creates an empty mailbox.</summary>
    /// <param name="capacity">The most calls that wait; one more from outside is refused.</param>
    /// <param name="time">The clock.</param>
    /// <param name="rest">Called when the actor has nothing left to do.</param>
    /// <param name="logger">Told of what a turn throws that nobody awaits.</param>
    public Mailbox(int capacity, TimeProvider time, Action rest, ILogger logger)
    {
        _capacity = capacity;
        _time = time;
        _rest = rest;
        _logger = logger;
    }

    /// <inheritdoc/>
    public void Post(Func<Task> turn) => TryEnqueue(turn, dropped: null, int.MaxValue);

    /// <inheritdoc/>
    public IDisposable PostAfter(TimeSpan delay, Func<Task> turn)
    {
        var later = new LaterTurn(_time, () => Post(turn));
        later.Start(delay);
        return later;
    }

    /// <inheritdoc/>
    public void Rest() => _rest();

    /// <summary>Forgets what waits and takes nothing more; what is kept is gone on with by the next host.</summary>
    /// <returns>Ends when the turn that runs has ended.</returns>
    public Task StopAsync()
    {
        List<Action?> dropped;
        lock (_lock)
        {
            _stopped ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            dropped = [.. _waiting.Select(waiting => waiting.Dropped)];
            _waiting.Clear();
            if (!_running)
            {
                _stopped.TrySetResult();
            }
        }

        // Who waits for a call that is not made is told: the turn that still runs may be one of them.
        dropped.ForEach(static drop => drop?.Invoke());
        return _stopped.Task;
    }

    /// <inheritdoc/>
    public async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) =>
        await ((Task<T>)await EnqueueAsync(call, _capacity, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Runs a call from outside as a turn.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends it while it waits.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.Overloaded"/> when too many calls wait.</exception>
    public Task CallAsync(Func<Task> call, CancellationToken cancellationToken) => EnqueueAsync(call, _capacity, cancellationToken);

    /// <summary>
    /// Runs what another actor tells as a turn. It always fits: nobody tells it again, and there is no more of it than there is work.
    /// </summary>
    /// <param name="call">What it tells.</param>
    /// <param name="cancellationToken">Ends it while it waits.</param>
    public Task TellAsync(Func<Task> call, CancellationToken cancellationToken) => EnqueueAsync(call, int.MaxValue, cancellationToken);

    /// <summary>Runs a call as a turn, and returns it when it has ended well.</summary>
    private Task<Task> EnqueueAsync(Func<Task> call, int capacity, CancellationToken cancellationToken)
    {
        var result = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!TryEnqueue(RunAsync, Drop, capacity))
        {
            if (_stopped is null)
            {
                result.SetException(Error.Overloaded($"{capacity:N0} calls wait for one actor; try again later."));
            }
            else
            {
                Drop();
            }
        }

        return result.Task;

        void Drop() => result.SetException(Stopped());

        async Task RunAsync()
        {
            if (cancellationToken.IsCancellationRequested)
            {
                result.SetCanceled(cancellationToken);
                return;
            }

            try
            {
                var made = call();
                await made.ConfigureAwait(false);
                result.SetResult(made);
            }
#pragma warning disable CA1031 // It is the caller's to catch.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                result.SetException(exception);
            }
        }
    }

    private bool TryEnqueue(Func<Task> turn, Action? dropped, int capacity)
    {
        lock (_lock)
        {
            if (_waiting.Count >= capacity || _stopped is not null)
            {
                return false;
            }

            _waiting.Enqueue((turn, dropped));
            if (_running)
            {
                return true;
            }

            _running = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static mailbox => _ = mailbox.RunAsync(), this, preferLocal: true);
        return true;
    }

    private async Task RunAsync()
    {
        while (Next() is { } turn)
        {
            try
            {
                await turn().ConfigureAwait(false);
            }
#pragma warning disable CA1031 // One turn must not keep the next from running.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogTurnFailed(exception);
            }
        }

        Emptied();
    }

    private Func<Task>? Next()
    {
        lock (_lock)
        {
            _running = _waiting.TryDequeue(out var next);
            if (!_running)
            {
                _stopped?.TrySetResult();
            }

            return next.Turn;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "A turn of an actor failed.")]
    private partial void LogTurnFailed(Exception exception);
}
