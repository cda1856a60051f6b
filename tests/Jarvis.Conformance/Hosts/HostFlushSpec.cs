using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Models;
using Jarvis.Planning;

namespace Jarvis.Conformance.Hosts;

/// <summary>Turns that go on while the disk is flushed: how far, and what is shown of them.</summary>
public abstract class HostFlushSpec : HostSpec
{
    private static readonly ModelCard Writer = ListedModels.Card("writer", TaskTypes.TextGeneration);

    private readonly RefusingStateStore _store = new();

    [Fact]
    public async Task Tasks_go_on_while_the_disk_is_flushed_and_what_they_tell_is_shown_once_it_is_kept()
    {
        var (disk, ran) = (new TaskCompletionSource(), new TaskCompletionSource());
        var runner = new ScriptedRunner(async (_, request, cancellationToken) =>
        {
            var text = await request.One("text").ReadTextAsync(100, cancellationToken);
            if (text == "b")
            {
                ran.TrySetResult();
            }
            else
            {
                _store.Flush = (_, _) => disk.Task;
            }

            return ModelOutcome.Success(ModelOutput.FromText("text", "b"));
        });
        await using var host = await StartAsync(Setup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a"), Text(1, TaskTypes.TextGeneration, "0")), runner));
        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        var reading = ReadAsync(host, receipt);

        await ran.Task.WaitAsync(Patience);
        Assert.False(reading.IsCompleted);
        disk.SetResult();

        Assert.Equal(TurnStatus.Answered, End(await reading.WaitAsync(Patience)).Status);
    }

    [Fact]
    public async Task Who_asks_for_a_conversation_waits_for_the_disk_and_holds_up_none_of_its_tasks()
    {
        var (disk, second, go, third) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        var runner = new ScriptedRunner(async (_, request, cancellationToken) =>
        {
            var text = await request.One("text").ReadTextAsync(100, cancellationToken);
            if (text == "a")
            {
                _store.Flush = (_, _) => disk.Task;
            }
            else if (second.TrySetResult())
            {
                await go.Task.WaitAsync(Patience, cancellationToken);
            }
            else
            {
                third.SetResult();
            }

            return ModelOutcome.Success(ModelOutput.FromText("text", "b"));
        });
        await using var host = await StartAsync(Long(3, runner));
        await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        await second.Task.WaitAsync(Patience);

        var asking = host.Jarvis.GetAsync(Conversation, default);
        var askingTurn = host.Jarvis.GetTurnAsync(Conversation.Turn(1), default);
        go.SetResult();
        await third.Task.WaitAsync(Patience);
        Assert.False(asking.IsCompleted || askingTurn.IsCompleted);
        disk.SetResult();

        Assert.Equal(1, (await asking.WaitAsync(Patience)).Turns.Single().Number);
        Assert.Equal(1, (await askingTurn.WaitAsync(Patience)).Number);
    }

    [Fact]
    public async Task What_tasks_tell_and_a_flush_loses_is_told_again_in_order_and_readers_are_told_meanwhile()
    {
        var runner = new ScriptedRunner(async (card, request, cancellationToken) =>
        {
            _store.Flush = static (_, _) => Task.FromException(Error.StorageFailed("The disk failed; check it."));
            return await ScriptedRunner.Echo(card, request, cancellationToken);
        });
        var read = new List<ConversationEvent>();
        await using var host = await StartAsync(Setup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a"), Text(1, TaskTypes.TextGeneration, "0")), runner));
        await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);

        var told = await Assert.ThrowsAsync<JarvisException>(() => ReadOnAsync(host, read));
        Assert.Equal((ErrorCode.StorageFailed, true), (told.Code, told.Retryable));
        Assert.DoesNotContain(read, happened => happened is TaskSucceeded { Task: 1 });
        await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.GetAsync(Conversation, default));
        while (read is not [.., TurnFinished])
        {
            _store.Flush = static (_, _) => Task.CompletedTask;
            try
            {
                await ReadOnAsync(host, read);
            }
            catch (JarvisException again) when (again.Code == ErrorCode.StorageFailed)
            {
                // A task that ran meanwhile broke the disk again.
            }
        }

        Assert.Equal(TurnStatus.Answered, End(read).Status);
        Assert.Equal(Enumerable.Range(1, read.Count).Select(number => (long)number), read.Select(happened => happened.Sequence));
        Assert.Equal(2, read.OfType<TaskSucceeded>().Count());
    }

    [Fact]
    public async Task A_turn_waits_for_a_disk_that_is_far_behind()
    {
        const int Tasks = 60;
        var (runs, planned, whenItWaited, disk) = (0, new TaskCompletionSource(), new TaskCompletionSource<int>(), NewFlush());
        var runner = new ScriptedRunner(async (card, request, cancellationToken) =>
        {
            if (Interlocked.Increment(ref runs) == 1)
            {
                // From now on nothing is told but by tasks.
                await planned.Task.WaitAsync(cancellationToken);
                _store.Flush = (key, patience) =>
                {
                    // A task that rests has its own state kept.
                    if (key.Kind != "events")
                    {
                        return Task.CompletedTask;
                    }

                    if (patience > TimeSpan.Zero)
                    {
                        return Volatile.Read(ref disk).Task;
                    }

                    // All that was put off is flushed with it. A host that has just begun may find the turn, and have it go on, which waits too.
                    if (Volatile.Read(ref runs) is > 1 and var run)
                    {
                        whenItWaited.TrySetResult(run);
                    }

                    Interlocked.Exchange(ref disk, NewFlush()).SetResult();
                    return Task.CompletedTask;
                };
            }

            return await ScriptedRunner.Echo(card, request, cancellationToken);
        });
        await using var host = await StartAsync(Long(Tasks, runner));

        Assert.Equal(TurnStatus.Answered, End(await AskAsync(host, planned)).Status);

        Assert.InRange(await whenItWaited.Task, 2, Tasks - 10);
    }

    [Fact]
    public async Task A_long_run_of_tasks_is_written_now_and_then()
    {
        const int Tasks = 120;
        var (written, planned) = (0, new TaskCompletionSource());
        var runner = new ScriptedRunner(async (card, request, cancellationToken) =>
        {
            await planned.Task.WaitAsync(cancellationToken);
            return await ScriptedRunner.Echo(card, request, cancellationToken);
        });
        _store.Refuse(document =>
        {
            if (document is TurnState { Phase: TurnPhase.Running } turn && turn.Tasks.Values.Any(task => task.Phase == TaskPhase.Succeeded))
            {
                Interlocked.Increment(ref written);
            }

            return false;
        });
        await using var host = await StartAsync(Long(Tasks, runner));

        Assert.Equal(TurnStatus.Answered, End(await AskAsync(host, planned)).Status);

        Assert.InRange(written, 1, 3);
    }

    /// <summary>What waits for a flush goes on one after the other, not one within the other.</summary>
    private static TaskCompletionSource NewFlush() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A chain of tasks, which may be longer than plans are.</summary>
    private HostSetup Long(int length, ScriptedRunner runner) =>
        Setup(new ScriptedPlanner([.. Enumerable.Range(0, length).Select(id => Text(id, TaskTypes.TextGeneration, id == 0 ? "a" : $"{id - 1}"))]), runner) with
        {
            Conversations = options => options.PlanLimits = PlanLimits.Default with { MaxTasks = length, MaxDepth = length },
        };

    /// <summary>Asks, and says when the plan has been told to its end.</summary>
    private static async Task<List<ConversationEvent>> AskAsync(IRunningHost host, TaskCompletionSource planned)
    {
        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        await WaitForAsync<PlanFinished>(host, receipt);
        planned.SetResult();
        return await ReadAsync(host, receipt);
    }

    private static async Task ReadOnAsync(IRunningHost host, List<ConversationEvent> read)
    {
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var happened in host.Jarvis.ReadEventsAsync(Conversation, read.Count, patience.Token))
        {
            read.Add(happened);
            if (happened is TurnFinished)
            {
                return;
            }
        }
    }

    private HostSetup Setup(IPlanner planner, ScriptedRunner runner) =>
        new(planner, runner, Writer) { State = _store };
}
