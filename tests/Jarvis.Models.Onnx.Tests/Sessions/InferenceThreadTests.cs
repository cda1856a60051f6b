using Jarvis.Errors;
using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Models.Onnx.Tests.Sessions;

public sealed class InferenceThreadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Work_runs_one_after_the_other_on_one_thread_that_is_not_the_pools()
    {
        using var thread = new InferenceThread("Test", 16);

        var ran = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => thread.RunAsync(
            _ => (Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread), CancellationToken.None)));

        Assert.Single(ran.Distinct());
        Assert.False(ran[0].IsThreadPoolThread);
    }

    [Fact]
    public async Task A_full_queue_refuses_more()
    {
        using var thread = new InferenceThread("Test", 1);
        using var gate = new Gate();
        var running = thread.RunAsync(gate.Pass, CancellationToken.None);
        await gate.Entered;
        var waiting = thread.RunAsync(_ => 2, CancellationToken.None);

        var refused = await Assert.ThrowsAsync<JarvisException>(() => thread.RunAsync(_ => 3, CancellationToken.None));

        Assert.Equal(ErrorCode.Overloaded, refused.Code);
        Assert.True(refused.Retryable);
        gate.Open();
        Assert.Equal(1, await running);
        Assert.Equal(2, await waiting);
    }

    [Fact]
    public async Task Cancelled_work_ends_at_once_and_never_starts()
    {
        using var thread = new InferenceThread("Test", 4);
        using var gate = new Gate();
        using var cancel = new CancellationTokenSource();
        var running = thread.RunAsync(gate.Pass, CancellationToken.None);
        await gate.Entered;
        var started = false;
        var waiting = thread.RunAsync(_ => started = true, cancel.Token);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
        gate.Open();
        await running;
        await thread.RunAsync(_ => 0, CancellationToken.None);

        Assert.False(started);
    }

    [Fact]
    public async Task A_failure_reaches_who_asked_and_the_thread_serves_on()
    {
        using var thread = new InferenceThread("Test", 4);

        await Assert.ThrowsAsync<FormatException>(() => thread.RunAsync<int>(_ => throw new FormatException(), CancellationToken.None));

        Assert.Equal(5, await thread.RunAsync(_ => 5, CancellationToken.None));
    }

    [Fact]
    public async Task Stopping_the_thread_cancels_what_runs_and_what_waits()
    {
        var thread = new InferenceThread("Test", 4);
        var entered = new TaskCompletionSource();
        var running = thread.RunAsync(
            token =>
            {
                entered.SetResult();
                token.WaitHandle.WaitOne();
                token.ThrowIfCancellationRequested();
                return 1;
            },
            CancellationToken.None);
        await entered.Task.WaitAsync(Patience);
        var waiting = thread.RunAsync(_ => 2, CancellationToken.None);

        thread.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => thread.RunAsync(_ => 3, CancellationToken.None));
    }

    private sealed class Gate : IDisposable
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _open = new();

        public Task Entered => _entered.Task.WaitAsync(Patience);

        public int Pass(CancellationToken cancellationToken)
        {
            _entered.SetResult();
            _open.Wait(Patience, cancellationToken);
            return 1;
        }

        public void Open() => _open.Set();

        public void Dispose() => _open.Dispose();
    }
}
