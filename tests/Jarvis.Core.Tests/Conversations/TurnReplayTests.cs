using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Conversations;

public sealed class TurnReplayTests
{
    private static readonly JarvisError Broken = new(ErrorCode.ModelFailed, "It broke.");

    /// <summary>0 and 1 run, 2 waits for 1.</summary>
    private TurnState _turn = Running();

    [Fact]
    public void What_a_task_tells_and_what_others_begin_for_it_is_in_the_log()
    {
        Assert.True(Step(new TaskStarted(0, new ModelId("m"), 1)));
        Assert.True(Step(Succeeded(1)));
    }

    [Fact]
    public void A_task_that_is_skipped_because_another_failed_is_not()
    {
        _turn = Running(new OutputArgument(1));

        Assert.False(Step(new TaskFailed(1, Broken)));
    }

    [Fact]
    public void An_answer_that_begins_is_not()
    {
        Step(Succeeded(0));
        Step(Succeeded(1));

        Assert.False(Step(Succeeded(2)));
    }

    [Fact]
    public void What_others_tell_or_ask_is_not()
    {
        Assert.False(Step(new TurnInput.CancelAsked()));
    }

    [Fact]
    public void A_turn_that_is_played_again_from_the_log_is_as_far_as_it_was()
    {
        var before = _turn;
        TaskEvent[] told = [new TaskStarted(1, new ModelId("m"), 1), Succeeded(1), new TaskStarted(2, new ModelId("m"), 1)];
        foreach (var happened in told)
        {
            Assert.True(Step(happened));
        }

        var again = told.Aggregate(before, TurnReplay.Take);

        Assert.Equal(_turn.Tasks.Values.Select(task => task.Phase), again.Tasks.Values.Select(task => task.Phase));
        Assert.Equal((_turn.Phase, _turn.Unfinished, TaskPhase.Running), (again.Phase, again.Unfinished, again.Tasks[2].Phase));
    }

    private static TaskSucceeded Succeeded(int task) => new(
        task, new TaskResult(ImmutableDictionary<string, ImmutableArray<Resource>>.Empty, new ModelId("m"), TimeSpan.Zero));

    private static TurnState Running(Argument? second = null)
    {
        var id = TurnId.Parse("local/c/1");
        var turn = new TurnState(id, new TurnRequest("go"), DateTimeOffset.UnixEpoch) { Draft = PlanDraft.Create(TaskTypeCatalog.Default, [], PlanLimits.Default) };
        turn = TurnMachine.Apply(turn, new TurnInput.Accepted("scripted")).State;
        PlannedTask[] plan = [Text(0), Text(1), Text(2, second) with { After = [1] }];
        return TurnMachine.Apply(turn, new TurnInput.Planned(new PlanReport([.. plan.Select(task => new TaskProposed(task))], Finished: true))).State;
    }

    private static PlannedTask Text(int id, Argument? text = null) => new(id, TaskTypes.TextGeneration)
    {
        Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", text ?? new TextArgument("a")),
    };

    private bool Step(TaskEvent told) => Step(new TurnInput.TaskReported([told]));

    private bool Step(TurnInput input)
    {
        var (before, transition) = (_turn, TurnMachine.Apply(_turn, input));
        _turn = transition.State;
        return TurnReplay.IsInLog(before, _turn, [input], transition.Effects);
    }
}
