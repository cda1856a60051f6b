using Jarvis.Actors;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jarvis.Core.Tests.Actors;

public sealed class OutboxTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Messages_are_sent_one_after_the_other_in_order()
    {
        var outbox = new Outbox(NullLogger.Instance);
        var (sent, done) = (new List<int>(), new TaskCompletionSource());
        for (var number = 0; number < 1000; number++)
        {
            var message = number;
            outbox.Post(async () =>
            {
                await Task.Yield();
                sent.Add(message);
                if (message == 999)
                {
                    done.SetResult();
                }
            });
        }

        await done.Task.WaitAsync(Patience);
        Assert.Equal(Enumerable.Range(0, 1000), sent);
    }

    [Fact]
    public async Task Who_waits_for_what_was_posted_waits_until_it_is_sent_or_could_not_be()
    {
        var outbox = new Outbox(NullLogger.Instance);
        var (released, sent) = (new TaskCompletionSource(), 0);
        outbox.Post(() => throw new InvalidOperationException());
        outbox.Post(async () =>
        {
            await released.Task;
            sent++;
        });

        var flushed = outbox.FlushAsync();

        Assert.False(flushed.IsCompleted);
        released.SetResult();
        await flushed.WaitAsync(Patience);
        Assert.Equal(1, sent);
    }

    [Fact]
    public async Task A_message_that_cannot_be_sent_is_told_of_and_the_next_is_sent()
    {
        var outbox = new Outbox(NullLogger.Instance);
        var (failed, next) = (new TaskCompletionSource<Exception>(), new TaskCompletionSource());

        outbox.Post(() => throw new InvalidOperationException("No."), failed.SetResult);
        outbox.Post(() =>
        {
            next.SetResult();
            return Task.CompletedTask;
        });

        Assert.Equal("No.", (await failed.Task.WaitAsync(Patience)).Message);
        await next.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task What_goes_wrong_while_a_failure_is_told_of_does_not_keep_the_next_from_being_sent()
    {
        var outbox = new Outbox(NullLogger.Instance);
        var next = new TaskCompletionSource();

        outbox.Post(() => throw new InvalidOperationException(), _ => throw new InvalidOperationException());
        outbox.Post(() =>
        {
            next.SetResult();
            return Task.CompletedTask;
        });

        await next.Task.WaitAsync(Patience);
    }
}
