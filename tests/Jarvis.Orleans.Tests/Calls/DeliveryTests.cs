using Jarvis.Errors;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Orleans.Tests.Calls;

/// <summary>Calls while silos go, by a clock that stands still: what they wait for is not time.</summary>
public sealed class DeliveryTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly SiloLosses _losses = new();
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource<int> _answer = new();
    private int _calls;

    public void Dispose() => _losses.Dispose();

    [Fact]
    public async Task A_call_that_is_not_answered_is_made_again_as_soon_as_a_silo_is_gone()
    {
        var calling = CallAsync(() => _calls == 1 ? _answer.Task : Task.FromResult(7), ClusterFaults.IsPassing);

        _losses.Tell();

        Assert.Equal(7, await calling.WaitAsync(Patience));
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task A_call_that_has_failed_is_made_again_as_soon_as_a_silo_is_gone_and_not_only_after_the_next_pause()
    {
        var calling = CallAsync(() => _calls == 1 ? throw new SiloUnavailableException() : Task.FromResult(7), ClusterFaults.IsPassing);

        _losses.Tell();

        Assert.Equal(7, await calling.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_call_that_fails_after_a_silo_was_gone_is_made_again_at_once()
    {
        var calling = CallAsync(
            () =>
            {
                if (_calls > 1)
                {
                    return Task.FromResult(7);
                }

                _losses.Tell();
                throw new SiloUnavailableException();
            },
            ClusterFaults.IsPassing);

        Assert.Equal(7, await calling.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_call_that_must_not_be_made_twice_waits_for_its_answer_though_a_silo_is_gone()
    {
        var told = new Countdown(1);
        using var watch = _losses.Watch(told.Signal);
        var calling = CallAsync(() => _answer.Task, ClusterFaults.IsNotMade);

        _losses.Tell();
        await told.Done.WaitAsync(Patience);
        _answer.SetResult(7);

        Assert.Equal(7, await calling.WaitAsync(Patience));
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task A_call_that_goes_on_failing_fails_when_patience_has_ended()
    {
        var calling = CallAsync(() => throw new SiloUnavailableException(), ClusterFaults.IsPassing);
        while (!calling.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(ErrorCode.Overloaded, (await Assert.ThrowsAsync<JarvisException>(() => calling)).Code);
        Assert.InRange(_calls, 10, 40);
    }

    private Task<int> CallAsync(Func<Task<int>> call, Func<Exception, bool> again) => new Delivery(_losses, _time).CallAsync(
        () =>
        {
            _calls++;
            return call();
        },
        again,
        Delivery.Patience,
        default);
}
