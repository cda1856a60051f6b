using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>A clock on which a delay between two tries passes as soon as it begins, and longer limits only when a test says so.</summary>
internal sealed class HastyTime : FakeTimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime <= RetryingChatClient.MaxWait)
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));

        return timer;
    }
}
