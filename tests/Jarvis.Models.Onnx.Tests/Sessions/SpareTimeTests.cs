using Jarvis.Models.Onnx.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Models.Onnx.Tests.Sessions;

public sealed class SpareTimeTests
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly SemaphoreSlim _begun = new(0);
    private readonly SemaphoreSlim _ended = new(0);
    private int _begins;

    [Fact]
    public async Task Work_begins_when_nothing_has_happened_for_a_while_and_is_done_once()
    {
        await using var spare = new SpareTime(Quiet, Work, _time);
        _time.Advance(Quiet - TimeSpan.FromMilliseconds(1));
        spare.Enter();
        _time.Advance(Quiet);
        spare.Leave();
        _time.Advance(Quiet - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, _begins);

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(await _ended.WaitAsync(Patience));
        spare.Enter();
        spare.Leave();
        _time.Advance(10 * Quiet);
        Assert.Equal(1, _begins);

        void Work(CancellationToken cancellationToken) => End();
    }

    [Fact]
    public async Task What_comes_ends_the_work_which_is_begun_anew_after_twice_the_time()
    {
        var isDisturbed = true;
        await using var spare = new SpareTime(Quiet, Work, _time);
        _time.Advance(Quiet);
        Assert.True(await _begun.WaitAsync(Patience));

        spare.Enter();

        Assert.True(await _ended.WaitAsync(Patience));
        isDisturbed = false;
        spare.Leave();
        await UntilItWaitsAsync(spare);
        _time.Advance((2 * Quiet) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _begins);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await _begun.WaitAsync(Patience));
        Assert.True(await _ended.WaitAsync(Patience));

        void Work(CancellationToken cancellationToken)
        {
            _begun.Release();
            if (isDisturbed)
            {
                cancellationToken.WaitHandle.WaitOne(Patience);
            }

            End();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task It_is_over_when_it_is_disposed_of_and_nothing_is_left_running()
    {
        var spare = new SpareTime(Quiet, Work, _time);
        _time.Advance(Quiet);
        Assert.True(await _begun.WaitAsync(Patience));

        await spare.DisposeAsync();

        Assert.True(await _ended.WaitAsync(TimeSpan.Zero));
        spare.Enter();
        spare.Leave();
        _time.Advance(10 * Quiet);
        Assert.Equal(1, _begins);

        void Work(CancellationToken cancellationToken)
        {
            _begun.Release();
            cancellationToken.WaitHandle.WaitOne(Patience);
            End();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The work says that it ends a moment before it has.</summary>
    private static async Task UntilItWaitsAsync(SpareTime spare)
    {
        while (spare.IsRunning)
        {
            await Task.Yield();
        }
    }

    private void End()
    {
        Interlocked.Increment(ref _begins);
        _ended.Release();
    }
}
