using Jarvis.Actors;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Jarvis.Orleans.Tests.Actors;

public sealed class SiloMailboxesTests
{
    [Fact]
    public async Task A_silo_that_stops_takes_no_calls_any_more_and_lets_its_readers_go()
    {
        using var mailboxes = new SiloMailboxes(Options.Create(new JarvisClusterOptions()), TimeProvider.System);
        var lifecycle = new SiloLifecycleSubject(NullLogger<SiloLifecycleSubject>.Instance);
        mailboxes.Participate(lifecycle);
        await lifecycle.OnStart(default);
        var before = Open();
        Assert.Equal(7, await before.CallAsync(() => Task.FromResult(7), default));

        await lifecycle.OnStop(default);

        Assert.True(mailboxes.Stopping.IsCancellationRequested);
        foreach (var mailbox in new[] { before, Open() })
        {
            await Assert.ThrowsAsync<SiloStoppingException>(() => mailbox.CallAsync(() => Task.FromResult(7), default));
        }

        Mailbox Open() => mailboxes.Open(rest: static () => { }, emptied: static () => { }, NullLogger.Instance);
    }

    [Fact]
    public async Task A_turn_that_does_not_end_is_not_waited_for_beyond_the_silos_time()
    {
        using var mailboxes = new SiloMailboxes(Options.Create(new JarvisClusterOptions()), TimeProvider.System);
        var lifecycle = new SiloLifecycleSubject(NullLogger<SiloLifecycleSubject>.Instance);
        mailboxes.Participate(lifecycle);
        await lifecycle.OnStart(default);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        mailboxes.Open(rest: static () => { }, emptied: static () => { }, NullLogger.Instance).Post(() =>
        {
            begun.SetResult();
            return new TaskCompletionSource().Task;
        });
        await begun.Task;
        using var over = new CancellationTokenSource();
        var stopping = lifecycle.OnStop(over.Token);
        Assert.False(stopping.IsCompleted);

        await over.CancelAsync();

        await stopping.WaitAsync(TimeSpan.FromMinutes(1));
    }
}
