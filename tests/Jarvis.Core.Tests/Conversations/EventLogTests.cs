using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.State;

namespace Jarvis.Core.Tests.Conversations;

public sealed class EventLogTests
{
    private static readonly ConversationId Id = ConversationId.Parse("local/c");
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly InMemoryStateStore _store = new();

    [Fact]
    public async Task A_log_that_is_opened_again_goes_on_where_it_ended_however_old_the_page_is_that_is_known()
    {
        var log = await OpenAsync();
        await AppendAsync(log, 3 * EventPage.Size);

        var reopened = await OpenAsync();
        await AppendAsync(reopened, 1);

        Assert.Equal((3 * EventPage.Size) + 1, reopened.LastSequence);
        Assert.Equal(Numbers(1, (3 * EventPage.Size) + 1), await ReadAsync(reopened, 0));
    }

    [Fact]
    public async Task A_reader_far_behind_what_is_in_memory_reads_from_the_store()
    {
        var log = await OpenAsync();
        await AppendAsync(log, 30 * EventPage.Size);

        Assert.Equal(Numbers(6, (30 * EventPage.Size) - 5), await ReadAsync(log, 5));
    }

    [Fact]
    public async Task A_reader_that_joins_at_the_end_of_a_full_page_gets_what_comes_next()
    {
        var log = await OpenAsync();
        await AppendAsync(log, EventPage.Size);
        await using var reader = log.ReadAsync(EventPage.Size, default).GetAsyncEnumerator();
        var next = reader.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);

        await AppendAsync(log, 1);

        Assert.True(await next.WaitAsync(Patience));
        Assert.Equal(EventPage.Size + 1, reader.Current.Sequence);
    }

    [Fact]
    public async Task A_reader_that_waits_is_woken_by_the_next_event()
    {
        var log = await OpenAsync();
        await using var reader = log.ReadAsync(0, default).GetAsyncEnumerator();
        var next = reader.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);

        await AppendAsync(log, 1);

        Assert.True(await next.WaitAsync(Patience));
        Assert.Equal(1, reader.Current.Sequence);
    }

    [Fact]
    public async Task Of_ten_thousand_events_only_the_newest_pages_are_held_however_many_readers_stand_still()
    {
        var log = await OpenAsync();
        await AppendAsync(log, 1);
        var readers = Enumerable.Range(0, 32).Select(_ => log.ReadAsync(0, default).GetAsyncEnumerator()).ToList();
        foreach (var reader in readers)
        {
            Assert.True(await reader.MoveNextAsync());
        }

        for (var i = 0; i < 100; i++)
        {
            // Done without waiting: no reader is asked whether there is room.
            Assert.True(AppendAsync(log, 100).AsTask().IsCompletedSuccessfully);
        }

        // What is kept of the first pages is all that there is of them: without it nobody can read on.
        await LoseAsync(1);
        for (var next = 2; next <= EventPage.Size; next++)
        {
            Assert.True(await readers[0].MoveNextAsync());
            Assert.Equal(next, readers[0].Current.Sequence);
        }

        Assert.Equal(ErrorCode.StorageFailed, (await Assert.ThrowsAsync<JarvisException>(async () => await readers[0].MoveNextAsync())).Code);
    }

    [Fact]
    public async Task A_log_that_rests_holds_no_page_once_memory_was_needed_and_goes_on_where_it_ended()
    {
        var log = await OpenAsync();
        await AppendAsync(log, 2 * EventPage.Size);
        log.Rest();
        GC.Collect();

        Assert.Equal(Numbers(1, 2 * EventPage.Size), await ReadAsync(log, 0));
        await AppendAsync(log, EventPage.Size + 1);
        Assert.Equal(Numbers(1, (3 * EventPage.Size) + 1), await ReadAsync(log, 0));

        // What was let go of is read from the store, and what came since is not.
        await LoseAsync(0);
        await LoseAsync(2);
        Assert.Equal(Numbers(EventPage.Size + 1, (2 * EventPage.Size) + 1), await ReadAsync(log, EventPage.Size));
        await Assert.ThrowsAsync<JarvisException>(() => ReadAsync(log, 0));
    }

    [Fact]
    public async Task What_is_not_on_the_disk_yet_is_not_read_from_the_store_either()
    {
        var flushes = new Queue<TaskCompletionSource>();
        var log = await OpenAsync(flushes);
        await WriteAsync(log, EventPage.Size - 1);
        flushes.Dequeue().SetResult();
        var reader = log.ReadAsync(0, default).GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        await WriteAsync(log, 20 * EventPage.Size);
        flushes.Dequeue().SetResult();
        await WriteAsync(log, 1);
        log.Rest();
        GC.Collect();

        for (var number = 2; number < 21 * EventPage.Size; number++)
        {
            Assert.True(await reader.MoveNextAsync());
            Assert.Equal(number, reader.Current.Sequence);
        }

        var next = reader.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        flushes.Dequeue().SetResult();
        Assert.True(await next.WaitAsync(Patience));
        await reader.DisposeAsync();
    }

    [Fact]
    public async Task A_page_that_somebody_else_has_begun_is_not_written_over()
    {
        var log = await OpenAsync();
        await AppendAsync(log, EventPage.Size);
        await AppendAsync(await OpenAsync(), 1);

        var refused = await Assert.ThrowsAsync<JarvisException>(async () => await AppendAsync(log, 1));

        Assert.Equal(ErrorCode.Conflict, refused.Code);
        Assert.Equal(Numbers(1, EventPage.Size + 1), await ReadAsync(await OpenAsync(), 0));
    }

    [Fact]
    public async Task A_reader_that_is_turned_away_is_told_where_to_read_on()
    {
        var log = await OpenAsync();
        await AppendAsync(log, 3);
        await using var reader = log.ReadAsync(2, default).GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        var next = reader.MoveNextAsync().AsTask();

        log.Break(Error.StorageFailed("The disk is full; make room.").ToError());

        var told = await Assert.ThrowsAsync<JarvisException>(() => next.WaitAsync(Patience));
        Assert.Equal((ErrorCode.StorageFailed, "The disk is full; make room. Read on after event 3."), (told.Code, told.Message));
    }

    [Fact]
    public async Task Events_are_shown_once_they_are_on_the_disk_and_not_before()
    {
        var flushes = new Queue<TaskCompletionSource>();
        var log = await OpenAsync(flushes);
        await using var reader = log.ReadAsync(0, default).GetAsyncEnumerator();
        var next = reader.MoveNextAsync().AsTask();

        await WriteAsync(log, 2);
        await WriteAsync(log, 1);
        Assert.Equal((3, false), (log.LastSequence, next.IsCompleted));
        flushes.Dequeue().SetResult();

        Assert.True(await next.WaitAsync(Patience));
        Assert.True(await reader.MoveNextAsync());
        next = reader.MoveNextAsync().AsTask();
        Assert.Equal((1, false), (log.Unshown, next.IsCompleted));
        flushes.Dequeue().SetResult();
        Assert.True(await next.WaitAsync(Patience));
        Assert.Equal(3, reader.Current.Sequence);
    }

    [Fact]
    public async Task A_reader_may_join_after_an_event_that_is_not_on_the_disk_yet()
    {
        var flushes = new Queue<TaskCompletionSource>();
        var log = await OpenAsync(flushes);
        await WriteAsync(log, 1);
        await using var reader = log.ReadAsync(1, default).GetAsyncEnumerator();
        var next = reader.MoveNextAsync().AsTask();

        await WriteAsync(log, 1);
        flushes.Dequeue().SetResult();
        flushes.Dequeue().SetResult();

        Assert.True(await next.WaitAsync(Patience));
        Assert.Equal(2, reader.Current.Sequence);
    }

    [Fact]
    public async Task What_could_not_be_flushed_is_never_shown_nor_what_comes_after()
    {
        var flushes = new Queue<TaskCompletionSource>();
        var log = await OpenAsync(flushes);
        await WriteAsync(log, 1);
        await WriteAsync(log, 1);

        flushes.Dequeue().SetException(Error.StorageFailed("The disk failed; check it."));
        flushes.Dequeue().SetResult();

        Assert.Equal(ErrorCode.StorageFailed, (await Assert.ThrowsAsync<JarvisException>(() => log.ShownAsync().WaitAsync(Patience))).Code);
        Assert.Equal(2, log.Unshown);
    }

    [Fact]
    public async Task Nothing_is_shown_any_more_to_readers_who_were_turned_away()
    {
        var flushes = new Queue<TaskCompletionSource>();
        var log = await OpenAsync(flushes);
        await WriteAsync(log, 1);

        log.Break(Error.StorageFailed("The disk is full; make room.").ToError());
        flushes.Dequeue().SetResult();
        await log.ShownAsync();

        Assert.Equal(1, log.Unshown);
        await Assert.ThrowsAsync<JarvisException>(async () => await log.ReadAsync(0, default).GetAsyncEnumerator().MoveNextAsync());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(long.MaxValue)]
    public async Task Reading_after_an_event_that_never_was_is_refused(long after)
    {
        var log = await OpenAsync();
        await AppendAsync(log, 1);

        var refused = await Assert.ThrowsAsync<JarvisException>(async () => await log.ReadAsync(after, default).GetAsyncEnumerator().MoveNextAsync());

        Assert.Equal(ErrorCode.InvalidRequest, refused.Code);
    }

    [Fact]
    public async Task A_reader_of_a_page_that_lost_events_is_told()
    {
        var log = await OpenAsync();
        await AppendAsync(log, 30 * EventPage.Size);
        var key = new StateKey("events", $"{Id}/0");
        var page = (await _store.ReadAsync<EventPage>(key, default))!;
        await _store.WriteAsync(key, new EventPage(page.Value.Events[..5]), page.Version, default);

        var told = await Assert.ThrowsAsync<JarvisException>(() => ReadAsync(log, 3).WaitAsync(Patience));

        Assert.Equal(ErrorCode.StorageFailed, told.Code);
    }

    /// <summary>A log whose store is flushed as a test says, and not before it is opened.</summary>
    private static async Task<EventLog> OpenAsync(Queue<TaskCompletionSource> flushes)
    {
        var store = new RefusingStateStore();
        var log = await EventLog.OpenAsync(store, Id, 0, default);
        store.Flush = (_, _) =>
        {
            flushes.Enqueue(new TaskCompletionSource());
            return flushes.Last().Task;
        };
        return log;
    }

    private static ValueTask WriteAsync(EventLog log, int count) => log.WriteAsync(log.Number(Events(count), At), TimeSpan.Zero, default);

    private static ConversationEvent[] Events(int count) => [.. Enumerable.Range(0, count).Select(number => new AnswerDelta($"{number}") { Turn = 1 })];

    private static IEnumerable<long> Numbers(int first, int count) => Enumerable.Range(first, count).Select(number => (long)number);

    private async Task LoseAsync(int page)
    {
        var key = new StateKey("events", $"{Id}/{page}");
        await _store.DeleteAsync(key, (await _store.ReadAsync<EventPage>(key, default))!.Version, default);
    }

    private Task<EventLog> OpenAsync() => EventLog.OpenAsync(_store, Id, 0, default);

    private static ValueTask AppendAsync(EventLog log, int count) =>
        log.AppendAsync(Events(count), At, default);

    private static async Task<List<long>> ReadAsync(EventLog log, long after)
    {
        var read = new List<long>();
        await foreach (var happened in log.ReadAsync(after, default))
        {
            read.Add(happened.Sequence);
            if (happened.Sequence == log.LastSequence)
            {
                break;
            }
        }

        return read;
    }
}
