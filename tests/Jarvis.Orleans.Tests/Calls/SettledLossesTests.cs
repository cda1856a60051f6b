using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Orleans.Tests.Calls;

public sealed class SettledLossesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_loss_is_told_a_moment_later()
    {
        var time = new FakeTimeProvider();
        using var losses = new SiloLosses();
        using var settled = new SettledLosses(losses, time);
        var told = new Countdown(1);
        using var watch = losses.Watch(told.Signal);
        var next = settled.Next;

        losses.Tell();
        await told.Done.WaitAsync(Patience);
        Assert.False(next.IsCancellationRequested);
        using var patience = new CancellationTokenSource(Patience);
        while (!next.IsCancellationRequested)
        {
            patience.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
