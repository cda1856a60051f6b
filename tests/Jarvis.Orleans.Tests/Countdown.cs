namespace Jarvis.Orleans.Tests;

/// <summary>Done when something happened so many times.</summary>
internal sealed class Countdown(int times)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = times;

    internal Task Done => _done.Task;

    internal void Signal()
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _done.SetResult();
        }
    }
}
