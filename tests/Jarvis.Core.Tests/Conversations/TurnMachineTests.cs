using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Conversations;

public sealed class TurnMachineTests
{
    private static readonly DateTimeOffset Deadline = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly JarvisError Away = new(ErrorCode.ModelUnavailable, "The planner is away.");

    [Fact]
    public void A_plan_that_breaks_off_after_some_tasks_says_that_there_was_to_be_more()
    {
        var planned = Apply(New(), new TurnInput.Planned(new PlanReport([Proposed(0)], true, Away)));

        Assert.Equal("The planner is away.", Events(planned).OfType<PlanFinished>().Single().Dropped.Single().Reason);
        Assert.Single(planned.Effects.OfType<TurnEffect.StartTask>());
    }

    [Fact]
    public void An_answer_that_is_made_when_time_is_up_has_a_time_of_its_own()
    {
        var running = Apply(New(), new TurnInput.Planned(new PlanReport([Proposed(0)], true))).State;

        var expired = Apply(running, new TurnInput.DeadlinePassed());
        var again = Apply(expired.State, new TurnInput.DeadlinePassed());

        Assert.Single(expired.Effects.OfType<TurnEffect.StartAnswer>());
        Assert.Single(expired.Effects.OfType<TurnEffect.WatchDeadline>());
        Assert.Equal(Deadline + TurnMachine.AnswerTime, expired.State.Deadline);
        Assert.Equal((TurnStatus.Failed, ErrorCode.DeadlineExceeded), Finished(again));
    }

    [Fact]
    public void A_turn_without_a_task_whose_time_is_up_has_failed()
    {
        var expired = Apply(New(), new TurnInput.DeadlinePassed());

        Assert.Equal((TurnStatus.Failed, ErrorCode.DeadlineExceeded), Finished(expired));
        Assert.All(expired.Effects, effect => Assert.IsType<TurnEffect.Emit>(effect));
    }

    [Fact]
    public void What_a_planner_says_without_end_is_kept_up_to_a_limit()
    {
        var chatter = Enumerable.Range(0, 1000).SelectMany(IEnumerable<PlanStep> (number) =>
            [new PlanNoted(new string('n', 100_000)), new PartDropped(new string('p', 100_000), new string('r', 100_000))]);

        var told = Events(Apply(New(), new TurnInput.Planned(new PlanReport([.. chatter], true)))).OfType<PlanFinished>().Single();

        Assert.Equal((TurnMachine.MaxTold, TurnMachine.MaxTold + 1), (told.Notes.Length, told.Dropped.Length));
        Assert.All(told.Notes, note => Assert.InRange(note.Length, 1, 2048));
        Assert.All(told.Dropped, part => Assert.InRange(part.Part.Length + part.Reason.Length, 1, 4096));
    }

    [Fact]
    public void An_answer_without_end_is_cut_off_and_is_the_answer()
    {
        var state = Apply(New(), new TurnInput.Planned(new PlanReport([Proposed(0)], true))).State;
        var transition = Apply(state, new TurnInput.TaskReported([Succeeded(0)]));
        for (var piece = 0; transition.State.Phase != TurnPhase.Ended; piece++)
        {
            Assert.InRange(piece, 0, 100);
            transition = Apply(transition.State, new TurnInput.Answered(new AnswerReport(new string('a', 10_000), false)));
        }

        Assert.Equal(TurnStatus.Answered, transition.State.Status);
        Assert.Equal(TurnMachine.MaxAnswer, transition.State.Answer!.Text.Length);
    }

    [Fact]
    public void A_direct_answer_without_end_is_cut_off()
    {
        var step = new AnsweredDirectly(new string('a', 1_000_000));

        var answered = Apply(New(), new TurnInput.Planned(new PlanReport([step], true))).State;

        Assert.Equal((TurnStatus.Answered, TurnMachine.MaxAnswer), (answered.Status, answered.Answer!.Text.Length));
    }

    [Fact]
    public void A_turn_that_is_broken_off_stops_its_tasks_the_last_first_and_says_why()
    {
        var running = Apply(New(), new TurnInput.Planned(new PlanReport([Proposed(0), Proposed(1), Proposed(2)], true))).State;
        var one = Apply(running, new TurnInput.TaskReported([Succeeded(0)])).State;

        var broken = Apply(one, new TurnInput.BrokenOff(Away));

        Assert.Equal([2, 1], broken.Effects.OfType<TurnEffect.CancelTask>().Select(cancel => cancel.Task));
        Assert.Equal((TurnStatus.Failed, ErrorCode.ModelUnavailable), Finished(broken));
    }

    [Fact]
    public void A_turn_counts_as_answered_when_one_of_its_last_tasks_succeeded_and_only_then()
    {
        // 0 → 1, 2: what the user asked for are 1 and 2.
        var running = Apply(New(), new TurnInput.Planned(new PlanReport([Proposed(0), Proposed(1, 0), Proposed(2)], true))).State;
        var first = Apply(running, new TurnInput.TaskReported([Succeeded(0)])).State;
        var second = Apply(first, new TurnInput.TaskReported([new TaskFailed(1, Away)])).State;

        var failed = Apply(Apply(second, new TurnInput.TaskReported([new TaskFailed(2, Away)])).State, Written);
        var answered = Apply(Apply(second, new TurnInput.TaskReported([Succeeded(2)])).State, Written);

        Assert.Equal((TurnStatus.Failed, ErrorCode.ModelUnavailable), Finished(failed));
        Assert.Equal((TurnStatus.Answered, null), Finished(answered));
    }

    [Fact]
    public void A_failure_at_the_root_of_the_deepest_plan_skips_all_of_it()
    {
        const int Depth = 10_000;
        var chain = Enumerable.Range(0, Depth).Select(PlanStep (id) => id == 0 ? Proposed(0) : Proposed(id, id - 1));
        var limits = new PlanLimits { MaxTasks = Depth, MaxDepth = Depth };
        var planned = Apply(
            New() with { Draft = PlanDraft.Create(TaskTypeCatalog.Default, [], limits) }, new TurnInput.Planned(new PlanReport([.. chain], true))).State;
        var failed = default(TurnTransition);

        // A stack as small as any that a thread has.
        var thread = new Thread(() => failed = Apply(planned, new TurnInput.TaskReported([new TaskFailed(0, Away)])), 256 * 1024);
        thread.Start();
        thread.Join();

        Assert.Equal(Depth - 1, Events(failed!).OfType<TaskSkipped>().Count());
        Assert.Single(failed!.Effects.OfType<TurnEffect.StartAnswer>());
    }

    private static TurnInput.Answered Written { get; } = new(new AnswerReport("Done.", true));

    private static TurnState New() => new(TurnId.Parse("local/c/1"), new TurnRequest("do it"), Deadline)
    {
        Draft = PlanDraft.Create(TaskTypeCatalog.Default, [], PlanLimits.Default),
    };

    private static TurnTransition Apply(TurnState state, TurnInput input) => TurnMachine.Apply(state, input);

    private static TaskProposed Proposed(int id, params int[] of) => new(new PlannedTask(id, TaskTypes.TextGeneration)
    {
        Arguments = ImmutableDictionary<string, Argument>.Empty.Add(
            "text", of.Length == 0 ? new TextArgument("a") : new ListArgument([.. of.Select(task => new OutputArgument(task))])),
    });

    private static TaskSucceeded Succeeded(int task) => new(
        task,
        new TaskResult(ImmutableDictionary<string, ImmutableArray<Resource>>.Empty.Add(
            "text", [new Resource(new ResourceId(new string('0', 64)), "text/plain", 1, "text.txt") { Text = "x" }]), new ModelId("m"), TimeSpan.FromSeconds(1)));

    private static IEnumerable<ConversationEvent> Events(TurnTransition transition) =>
        transition.Effects.OfType<TurnEffect.Emit>().Select(emit => emit.Event);

    private static (TurnStatus Status, ErrorCode? Code) Finished(TurnTransition transition)
    {
        var finished = Assert.IsType<TurnFinished>(Events(transition).Last());
        return (finished.Status, finished.Error?.Code);
    }
}
