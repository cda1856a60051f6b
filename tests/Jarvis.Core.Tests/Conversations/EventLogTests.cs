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
        Assert.Equal(Enumerable.Range(1, (3 * EventPage.Size) + 1).Select(n => (long)n), await ReadAsync(reopened, 0));
    }

    [Fact]
    public async Task A_reader_far_behind_what_is_in_memory_reads_from_the_store()
    {
        var log = await OpenAsync();
        await AppendAsync(log, 10 * EventPage.Size);

        Assert.Equal(Enumerable.Range(6, (10 * EventPage.Size) - 5).Select(n => (long)n), await ReadAsync(log, 5));
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
        var key = new StateKey("events", $"{Id}/1");
        await _store.DeleteAsync(key, (await _store.ReadAsync<EventPage>(key, default))!.Version, default);
        for (var next = 2; next <= EventPage.Size; next++)
        {
            Assert.True(await readers[0].MoveNextAsync());
            Assert.Equal(next, readers[0].Current.Sequence);
        }

        Assert.Equal(ErrorCode.StorageFailed, (await Assert.ThrowsAsync<JarvisException>(async () => await readers[0].MoveNextAsync())).Code);
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
        await AppendAsync(log, 10 * EventPage.Size);
        var key = new StateKey("events", $"{Id}/0");
        var page = (await _store.ReadAsync<EventPage>(key, default))!;
        await _store.WriteAsync(key, new EventPage(page.Value.Events[..5]), page.Version, default);

        var told = await Assert.ThrowsAsync<JarvisException>(() => ReadAsync(log, 3).WaitAsync(Patience));

        Assert.Equal(ErrorCode.StorageFailed, told.Code);
    }

    private Task<EventLog> OpenAsync() => EventLog.OpenAsync(_store, Id, 0, default);

    private static ValueTask AppendAsync(EventLog log, int count) =>
        log.AppendAsync([.. Enumerable.Range(0, count).Select(number => new AnswerDelta($"{number}") { Turn = 1 })], At, default);

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
