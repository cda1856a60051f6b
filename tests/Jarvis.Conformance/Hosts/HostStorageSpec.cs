using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Tasks;

namespace Jarvis.Conformance.Hosts;

/// <summary>What comes of state that cannot be kept: an error for whoever waits, and nothing that waits for ever.</summary>
public abstract class HostStorageSpec : HostSpec
{
    private static readonly ModelCard Writer = ListedModels.Card("writer", TaskTypes.TextGeneration);

    private readonly RefusingStateStore _store = new();

    public static TheoryData<string> Documents => new("turn", "events", "the event that ends it", "the head when it ends");

    [Fact]
    public async Task A_task_whose_state_cannot_be_kept_fails_with_the_reason()
    {
        _store.Refuse(document => document is TaskState { HasEnded: true });
        await using var host = await StartAsync(Setup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a"))));

        var end = End(await AskAsync(host));

        Assert.Equal((TurnStatus.Failed, ErrorCode.StorageFailed), (end.Status, end.Error!.Code));
    }

    [Fact]
    public async Task A_task_outlasts_a_store_that_is_away_for_a_moment()
    {
        var writes = 0;
        _store.Refuse(document => document is TaskState { HasEnded: true } && Interlocked.Increment(ref writes) <= 2);
        await using var host = await StartAsync(Setup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a"))));

        Assert.Equal((TurnStatus.Answered, 3), (End(await AskAsync(host)).Status, writes));
    }

    [Fact]
    public async Task A_task_that_cannot_be_begun_fails_with_the_reason()
    {
        _store.Refuse(document => document is TaskState);
        await using var host = await StartAsync(Setup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a"))));

        Assert.Equal(ErrorCode.StorageFailed, End(await AskAsync(host)).Error!.Code);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_reader_of_a_turn_that_cannot_be_kept_is_told_and_reads_its_end_when_the_store_works_again(string what)
    {
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = await StartAsync(Setup(new ScriptedPlanner((_, _) => Script())));
        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        await begun.Task.WaitAsync(Patience);
        var read = new List<ConversationEvent>();
        var reading = ReadAsync();

        _store.Refuse(document => what switch
        {
            "turn" => document is TurnState,
            "events" => document is EventPage,
            "the event that ends it" => document is EventPage { Events: [.., TurnFinished] },
            _ => document is ConversationHead { Open.IsEmpty: true },
        });
        go.SetResult();
        if (what != "the head when it ends")
        {
            var told = await Assert.ThrowsAsync<JarvisException>(() => reading);
            Assert.Equal((ErrorCode.StorageFailed, true), (told.Code, told.Retryable));
            // A call that comes before the store works again is told too.
            await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.GetAsync(Conversation, default));
        }

        _store.Heal();
        await (reading.IsFaulted ? ReadAsync() : reading);

        Assert.Equal(Enumerable.Range(1, read.Count).Select(number => (long)number), read.Select(happened => happened.Sequence));
        Assert.Single(read.OfType<TurnFinished>());
        Assert.NotEqual(TurnStatus.Open, (await host.Jarvis.GetAsync(Conversation, default)).Turns.Single().Status);
        Assert.Equal(2, (await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("again"), default)).Turn.Number);

        async Task ReadAsync()
        {
            using var patience = new CancellationTokenSource(Patience);
            await foreach (var happened in host.Jarvis.ReadEventsAsync(Conversation, read.Count, patience.Token))
            {
                read.Add(happened);
                if (happened is TurnFinished)
                {
                    break;
                }
            }
        }

        async IAsyncEnumerable<PlanStep> Script()
        {
            begun.TrySetResult();
            await go.Task.WaitAsync(Patience);
            yield return new TaskProposed(Text(0, TaskTypes.TextGeneration, "a"));
        }
    }

    [Fact]
    public async Task What_runs_for_a_turn_that_cannot_be_kept_runs_on_and_its_result_counts_when_it_can_be_kept_again()
    {
        var (running, go, runs) = (new TaskCompletionSource(), new TaskCompletionSource(), 0);
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runner = new ScriptedRunner(async (card, request, cancellationToken) =>
        {
            if (await request.One("text").ReadTextAsync(10, CancellationToken.None) == "b")
            {
                _store.Refuse(document => document is TurnState or EventPage && (refused.TrySetResult() || true));
                throw new JarvisException(ErrorCode.ModelFailed, "No.");
            }

            Interlocked.Increment(ref runs);
            running.SetResult();
            await go.Task.WaitAsync(Patience, cancellationToken);
            return await ScriptedRunner.Echo(card, request, cancellationToken);
        });
        var planned = 0;
        await using var host = await StartAsync(Setup(new ScriptedPlanner((_, _) => Script()), runner));

        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        await refused.Task.WaitAsync(Patience);
        _store.Heal();
        await host.Jarvis.GetAsync(Conversation, default);
        go.SetResult();
        var events = await ReadAsync(host, receipt);

        Assert.Equal("writer(a)", TextOf(events, 0));
        Assert.Equal((1, 2), (runs, planned));
        Assert.Equal(TurnStatus.Answered, End(events).Status);

        async IAsyncEnumerable<PlanStep> Script()
        {
            planned++;
            yield return new TaskProposed(Text(0, TaskTypes.TextGeneration, "a"));
            await running.Task.WaitAsync(Patience);
            if (planned == 1)
            {
                yield return new TaskProposed(Text(1, TaskTypes.TextGeneration, "b"));
                await Forever.Async(default);
            }
        }
    }

    [Fact]
    public async Task A_turn_that_is_kept_is_accepted_and_goes_on_when_its_events_can_be_kept_too()
    {
        await using var host = await StartAsync(Setup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a"))));
        _store.Refuse(document => document is EventPage);

        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        _store.Heal();
        var events = await ReadAsync(host, receipt);

        Assert.Equal(1, events[0].Sequence);
        Assert.IsType<TurnAccepted>(events[0]);
        Assert.Equal(TurnStatus.Answered, End(events).Status);
    }

    [Fact]
    public async Task A_turn_goes_on_by_itself_when_the_store_works_again()
    {
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = await StartAsync(Setup(new ScriptedPlanner((_, _) => Script())));
        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        await begun.Task.WaitAsync(Patience);
        var refused = new TaskCompletionSource();
        var ended = _store.Wrote<EventPage>(page => page.Events[^1] is TurnFinished);
        _store.Refuse(document => document is EventPage && (refused.TrySetResult() || true));

        go.SetResult();
        await refused.Task.WaitAsync(Patience);
        _store.Heal();
        await ended.WaitAsync(Patience);

        Assert.Equal(TurnStatus.Answered, End(await ReadAsync(host, receipt)).Status);

        async IAsyncEnumerable<PlanStep> Script()
        {
            begun.TrySetResult();
            await go.Task.WaitAsync(Patience);
            yield return new TaskProposed(Text(0, TaskTypes.TextGeneration, "a"));
        }
    }

    [Theory]
    [InlineData(nameof(TurnState))]
    [InlineData("OpenConversationsPage")]
    [InlineData("ConversationIndexPage")]
    [InlineData(nameof(ConversationHead))]
    public async Task A_turn_that_cannot_be_accepted_is_refused_and_the_next_one_is_accepted(string document)
    {
        await using var host = await StartAsync(Setup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a"))));
        _store.Refuse(value => value.GetType().Name == document);

        var refused = await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default));
        _store.Heal();

        Assert.Equal((ErrorCode.StorageFailed, true), (refused.Code, refused.Retryable));
        Assert.Equal(TurnStatus.Answered, End(await AskAsync(host)).Status);
        Assert.DoesNotContain((await host.Jarvis.GetAsync(Conversation, default)).Turns, turn => turn.Status == TurnStatus.Open);
    }

    [Fact]
    public async Task A_reader_of_a_conversation_that_cannot_be_read_is_told_whatever_the_store_throws()
    {
        _store.ReadFault = new InvalidOperationException();
        await using var host = await StartAsync(Setup(new ScriptedPlanner()));

        var told = await Assert.ThrowsAnyAsync<Exception>(
            () => host.Jarvis.ReadEventsAsync(Conversation, 0, default).GetAsyncEnumerator().MoveNextAsync().AsTask().WaitAsync(Patience));

        // Over HTTP nothing is said of what is inside.
        Assert.True(told is InvalidOperationException or JarvisException { Code: ErrorCode.Internal }, told.ToString());
    }

    [Fact]
    public async Task A_turn_that_is_open_is_not_forgotten_however_many_ended_after_it()
    {
        var (begun, stopping) = (new TaskCompletionSource(), new TaskCompletionSource());
        var planner = new ScriptedPlanner((_, cancellationToken) => begun.TrySetResult() ? Wait(cancellationToken) : Nothing());
        await using var host = await StartAsync(Setup(planner));
        await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("wait"), default);
        await begun.Task.WaitAsync(Patience);
        for (var turn = 0; turn <= ConversationSnapshot.MaxTurns; turn++)
        {
            await AskAsync(host);
        }

        _store.Refuse(document => document is ConversationHead);
        await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.SubmitAsync(Conversation, new TurnRequest("breaks"), default));
        _store.Heal();
        await host.Jarvis.GetAsync(Conversation, default);
        await stopping.Task.WaitAsync(Patience);

        var ended = new List<int>();
        await foreach (var happened in host.Jarvis.ReadEventsAsync(Conversation, 0, default))
        {
            if (happened is TurnFinished)
            {
                ended.Add(happened.Turn);
                if (ended.Count == ConversationSnapshot.MaxTurns + 2)
                {
                    break;
                }
            }
        }

        Assert.Contains(1, ended);

        async IAsyncEnumerable<PlanStep> Wait([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            cancellationToken.Register(stopping.SetResult);
            await Forever.Async(cancellationToken);
            yield break;
        }

        async IAsyncEnumerable<PlanStep> Nothing()
        {
            await Task.CompletedTask;
            yield return new AnsweredDirectly("Yes.");
        }
    }

    private HostSetup Setup(IPlanner planner, ScriptedRunner? runner = null) =>
        new(planner, runner ?? new ScriptedRunner(ScriptedRunner.Echo), Writer) { State = _store };
}
