using System.Collections.Immutable;
using FsCheck.Xunit;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Planning;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Conversations;

public sealed class TurnUsageTests
{
    private static readonly DateTimeOffset Deadline = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly JarvisError Away = new(ErrorCode.ModelUnavailable, "The model is away.");
    private static readonly LanguageModelUsage Asked = new(1, 100, 20, 0.5m, TimeSpan.FromSeconds(2));

    private static readonly TaskUsage Work = new() { Models = new(2, TimeSpan.FromSeconds(3), 0.25m), Choosing = Asked, Work = Asked with { Calls = 2 } };

    [Fact]
    public void Each_stage_is_counted_on_its_own_and_the_whole_is_told_once_before_the_end()
    {
        var events = new List<ConversationEvent>();
        var state = New();
        foreach (var input in (TurnInput[])
        [
            new TurnInput.Planned(new PlanReport([Proposed(0)], false) { Used = Asked }),
            new TurnInput.Planned(new PlanReport([Proposed(1)], true) { Used = Asked }),
            new TurnInput.TaskReported([new TaskWaiting(0, "busy", TimeSpan.Zero) { Used = Work }, Succeeded(0)]),
            new TurnInput.TaskReported([new TaskFailed(1, Away) { Used = Work }]),
            new TurnInput.Answered(new AnswerReport("So ", false)),
            new TurnInput.Answered(new AnswerReport("it is.", true) { Used = Asked }),
        ])
        {
            var transition = TurnMachine.Apply(state, input);
            state = transition.State;
            events.AddRange(Events(transition));
        }

        var usage = Assert.IsType<UsageReported>(events[^2]).Usage;
        Assert.Single(events.OfType<UsageReported>());
        Assert.Equal((Asked + Asked, Asked + Asked, Asked), (usage.Planning, usage.Choosing, usage.Answering));
        Assert.Equal((4, 200), (usage.Tasks.Calls, usage.Tasks.InputTokens));
        Assert.Equal((4, TimeSpan.FromSeconds(6), 0.5m), (usage.Models.Calls, usage.Models.Time, usage.Models.Cost));
        Assert.Equal((9, 700, 140, 4.0m), (usage.LanguageModels.Calls, usage.LanguageModels.InputTokens, usage.LanguageModels.OutputTokens, usage.Cost));
        Assert.Equal(usage, state.ToSummary().Usage);
    }

    [Fact]
    public void A_turn_that_is_cancelled_or_breaks_off_or_runs_out_of_time_tells_what_it_used()
    {
        var running = TurnMachine.Apply(New(), new TurnInput.Planned(new PlanReport([Proposed(0)], true) { Used = Asked })).State;

        foreach (var input in (TurnInput[])[new TurnInput.CancelAsked(), new TurnInput.BrokenOff(Away)])
        {
            Assert.Equal(Asked, Events(TurnMachine.Apply(running, input)).OfType<UsageReported>().Single().Usage.Planning);
        }

        var late = TurnMachine.Apply(TurnMachine.Apply(running, new TurnInput.DeadlinePassed()).State, new TurnInput.Answered(new AnswerReport("x", true, Away)));
        Assert.Equal(TurnUsage.None with { Planning = Asked }, Events(late).OfType<UsageReported>().Single().Usage);
    }

    [Fact]
    public void A_turn_that_used_nothing_tells_of_none() =>
        Assert.Empty(Events(TurnMachine.Apply(New(), new TurnInput.CancelAsked())).OfType<UsageReported>());

    [Fact]
    public void What_is_told_of_a_task_that_has_ended_is_not_counted_again()
    {
        var running = TurnMachine.Apply(New(), new TurnInput.Planned(new PlanReport([Proposed(0), Proposed(1)], true))).State;
        var ended = new TurnInput.TaskReported([Succeeded(0) with { Used = Work }]);
        var once = TurnMachine.Apply(running, ended).State;

        Assert.Equal(once.Usage, TurnMachine.Apply(once, ended).State.Usage);
    }

    [Fact]
    public void Tasks_and_the_answer_are_told_what_the_turn_has_spent_so_far()
    {
        var planned = TurnMachine.Apply(New(), new TurnInput.Planned(new PlanReport([Proposed(0), Proposed(1, 0)], true) { Used = Asked }));
        var second = TurnMachine.Apply(planned.State, new TurnInput.TaskReported([Succeeded(0) with { Used = Work }]));
        var done = TurnMachine.Apply(second.State, new TurnInput.TaskReported([Succeeded(1)]));

        Assert.Equal(Asked, planned.Effects.OfType<TurnEffect.StartTask>().Single().Assignment.Spent);
        var spent = Asked + Work.Choosing + Work.Work;
        Assert.Equal(spent, second.Effects.OfType<TurnEffect.StartTask>().Single().Assignment.Spent);
        Assert.Equal(spent, done.Effects.OfType<TurnEffect.StartAnswer>().Single().Request.Spent);
    }

    [Property]
    public void Whatever_is_reported_adds_up(byte[] reports, bool cancels)
    {
        var state = TurnMachine.Apply(New(), new TurnInput.Planned(new PlanReport([Proposed(0)], false))).State;
        var expected = TurnUsage.None;
        foreach (var report in reports)
        {
            var used = Asked with { InputTokens = report };
            var isPlanning = report % 2 == 0;
            state = TurnMachine.Apply(state, isPlanning
                ? new TurnInput.Planned(new PlanReport([], false) { Used = used })
                : new TurnInput.TaskReported([new TaskProgress(0, 0) { Used = new() { Work = used } }])).State;
            expected += isPlanning ? new() { Planning = used } : new() { Tasks = used };
        }

        var end = TurnMachine.Apply(state, cancels ? new TurnInput.CancelAsked() : new TurnInput.BrokenOff(Away));

        Assert.Equal(expected, Events(end).OfType<UsageReported>().SingleOrDefault()?.Usage ?? TurnUsage.None);
    }

    private static TurnState New() => new(TurnId.Parse("local/c/1"), new TurnRequest("do it"), Deadline)
    {
        Draft = PlanDraft.Create(TaskTypeCatalog.Default, [], PlanLimits.Default),
    };

    private static TaskProposed Proposed(int id, params int[] after) => new(new PlannedTask(id, TaskTypes.TextGeneration)
    {
        Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument("a")),
        After = [.. after],
    });

    private static TaskSucceeded Succeeded(int task) => new(task, new TaskResult(ImmutableDictionary<string, ImmutableArray<Jarvis.Resources.Resource>>.Empty, new ModelId("m"), TimeSpan.FromSeconds(1)));

    private static IEnumerable<ConversationEvent> Events(TurnTransition transition) =>
        transition.Effects.OfType<TurnEffect.Emit>().Select(emit => emit.Event);
}
