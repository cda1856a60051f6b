using System.Runtime.CompilerServices;
using Jarvis.Actors;
using Jarvis.Errors;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Core.Tests.Actors;

public sealed class MailboxTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Calls_run_one_after_the_other_in_the_order_that_they_came_even_where_they_wait()
    {
        var mailbox = Create();
        var (running, most, order) = (0, 0, new List<int>());

        var calls = Enumerable.Range(0, 1000).Select(number => mailbox.CallAsync(
            async () =>
            {
                most = Math.Max(most, ++running);
                await Task.Yield();
                order.Add(number);
                running--;
            },
            default));
        await Task.WhenAll(calls.ToArray()).WaitAsync(Patience);

        Assert.Equal(1, most);
        Assert.Equal(Enumerable.Range(0, 1000), order);
    }

    [Fact]
    public async Task What_a_call_throws_reaches_its_caller_and_the_next_call_runs()
    {
        var mailbox = Create();

        var failing = mailbox.CallAsync(() => throw new JarvisException(ErrorCode.Conflict, "No."), default);
        var next = mailbox.CallAsync(() => Task.FromResult(1), default);

        Assert.Equal(ErrorCode.Conflict, (await Assert.ThrowsAsync<JarvisException>(() => failing)).Code);
        Assert.Equal(1, await next.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_mailbox_that_stops_ends_the_turn_that_runs_and_tells_those_that_wait_and_come()
    {
        var mailbox = Create();
        var (entered, gate, posted) = (new TaskCompletionSource(), new TaskCompletionSource(), false);
        var running = mailbox.CallAsync(
            async () =>
            {
                entered.SetResult();
                await gate.Task;
            },
            default);
        await entered.Task.WaitAsync(Patience);
        var waiting = mailbox.CallAsync(() => Task.FromResult(1), default);
        mailbox.Post(() =>
        {
            posted = true;
            return Task.CompletedTask;
        });

        var stopped = mailbox.StopAsync();
        await Assert.ThrowsAsync<JarvisException>(() => waiting.WaitAsync(Patience));
        Assert.False(stopped.IsCompleted);
        gate.SetResult();
        await stopped.WaitAsync(Patience);
        await running.WaitAsync(Patience);

        Assert.Equal(ErrorCode.Overloaded, (await Assert.ThrowsAsync<JarvisException>(() => mailbox.CallAsync(() => Task.FromResult(1), default))).Code);
        Assert.False(posted);
        Assert.True(mailbox.IsEmpty);
    }

    [Fact]
    public async Task What_a_posted_turn_throws_does_not_keep_the_next_from_running()
    {
        var mailbox = Create();
        mailbox.Post(() => throw new InvalidOperationException());

        Assert.Equal(1, await mailbox.CallAsync(() => Task.FromResult(1), default).WaitAsync(Patience));
    }

    [Fact]
    public async Task One_call_more_than_fits_is_refused_and_what_actors_post_and_tell_is_not()
    {
        var mailbox = Create(capacity: 2);
        var (entered, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = mailbox.CallAsync(
            async () =>
            {
                entered.SetResult();
                await gate.Task;
            },
            default);
        await entered.Task.WaitAsync(Patience);
        var waiting = new[] { mailbox.CallAsync(() => Task.CompletedTask, default), mailbox.CallAsync(() => Task.CompletedTask, default) };

        var refused = await Assert.ThrowsAsync<JarvisException>(() => mailbox.CallAsync(() => Task.CompletedTask, default));
        var posted = new TaskCompletionSource();
        mailbox.Post(() =>
        {
            posted.SetResult();
            return Task.CompletedTask;
        });
        var told = mailbox.TellAsync(() => Task.CompletedTask, default);
        gate.SetResult();

        await Task.WhenAll([first, posted.Task, told, .. waiting]).WaitAsync(Patience);
        Assert.Equal((ErrorCode.Overloaded, true), (refused.Code, refused.Retryable));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_it_waits_never_runs()
    {
        var mailbox = Create();
        var gate = new TaskCompletionSource();
        using var cancelled = new CancellationTokenSource();
        var first = mailbox.CallAsync(() => gate.Task, default);
        var ran = false;
        var second = mailbox.CallAsync(
            () =>
            {
                ran = true;
                return Task.CompletedTask;
            },
            cancelled.Token);

        await cancelled.CancelAsync();
        gate.SetResult();

        await first.WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Patience));
        Assert.False(ran);
    }

    [Fact]
    public async Task A_turn_posted_for_later_comes_when_its_time_has_come_and_not_when_it_was_disposed()
    {
        var mailbox = Create();
        var (early, late) = (new TaskCompletionSource(), false);
        mailbox.PostAfter(TimeSpan.FromSeconds(1), () =>
        {
            early.SetResult();
            return Task.CompletedTask;
        });
        mailbox.PostAfter(TimeSpan.FromSeconds(1), () =>
        {
            late = true;
            return Task.CompletedTask;
        }).Dispose();

        _time.Advance(TimeSpan.FromSeconds(0.9));
        await mailbox.CallAsync(() => Task.CompletedTask, default).WaitAsync(Patience);
        Assert.False(early.Task.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        await early.Task.WaitAsync(Patience);
        await mailbox.CallAsync(() => Task.CompletedTask, default).WaitAsync(Patience);
        Assert.False(late);
    }

    [Fact]
    public async Task A_turn_posted_for_later_comes_though_nobody_holds_it()
    {
        var mailbox = Create();
        var late = new TaskCompletionSource();
        Post();
        GC.Collect();
        GC.WaitForPendingFinalizers();

        _time.Advance(TimeSpan.FromSeconds(1));

        await late.Task.WaitAsync(Patience);

        // Of its own, so that nothing here holds what it gets.
        [MethodImpl(MethodImplOptions.NoInlining)]
        void Post() => mailbox.PostAfter(TimeSpan.FromSeconds(1), () =>
        {
            late.SetResult();
            return Task.CompletedTask;
        });
    }

    private Mailbox Create(int capacity = 10_000) => new(capacity, _time, static () => { }, NullLogger.Instance);
}
