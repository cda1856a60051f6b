using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Conformance;

/// <summary>Fake time that tells when somebody has begun to wait.</summary>
public sealed class TimersFakeTime : FakeTimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<(TimeSpan Due, TaskCompletionSource Set)> _awaited = [];

    /// <summary>Completed when a timer is next made for so long, or set to it.</summary>
    /// <param name="due">How long.</param>
    public Task NextTimerAsync(TimeSpan due)
    {
        var set = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
            _awaited.Add((due, set));

        return set.Task;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, base.CreateTimer(callback, state, dueTime, period));
        Note(dueTime);
        return timer;
    }

    private void Note(TimeSpan due)
    {
        lock (_lock)
            _awaited.Where(awaited => awaited.Due == due).ToList().ForEach(awaited => awaited.Set.TrySetResult());
    }

    private sealed class Timer(TimersFakeTime time, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = inner.Change(dueTime, period);
            time.Note(dueTime);
            return changed;
        }

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
