using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Client.Tests.Support;

/// <summary>Fake time that tells when somebody has begun to wait for so long.</summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<(TimeSpan Due, TaskCompletionSource Set)> _awaited = [];

    /// <summary>Completed when a timer is made for so long.</summary>
    internal Task NextTimerAsync(TimeSpan due)
    {
        var set = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
            _awaited.Add((due, set));

        return set.Task;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_lock)
            _awaited.Where(awaited => awaited.Due == dueTime).ToList().ForEach(awaited => awaited.Set.TrySetResult());

        return timer;
    }
}
