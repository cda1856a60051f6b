using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Selection;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Tasks;

public sealed class TaskResumeTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TaskId Id = TaskId.Parse("local/c/1/0");
    private static readonly JarvisError Passing = new(ErrorCode.ModelFailed, "It broke.", Retryable: true);

    private readonly TaskMachine _machine = new(RetryPolicy.Default);

    [Fact]
    public void A_task_without_models_chooses_them()
    {
        var again = Resume(new TaskState(Assignment(1), Start));

        Assert.IsType<TaskEffect.Select>(Assert.Single(again.Effects));
    }

    [Fact]
    public void Items_that_ended_stay_and_those_that_were_tried_are_tried_again_under_the_next_number()
    {
        var state = Selected(3);
        state = Apply(state, new AttemptSucceeded(new AttemptId(Id, 0, 1), Outputs)).State;
        state = Apply(state, new AttemptStarted(new AttemptId(Id, 1, 1))).State;

        var again = Resume(state);
        var late = Apply(again.State, new AttemptSucceeded(new AttemptId(Id, 1, 1), Outputs));

        Assert.Equal(["local/c/1/0/1/2", "local/c/1/0/2/2"], again.Effects.OfType<TaskEffect.Enqueue>().Select(effect => effect.Job.Id.ToString()));
        Assert.All(again.State.Items, item => Assert.Equal(1, item.TriesOnModel));
        Assert.IsType<TaskWaiting>(Told(again)[0]);
        Assert.Equal("a", Assert.IsType<ModelChosen>(Told(again)[1]).Model.Value);
        Assert.Same(again.State, late.State);
    }

    [Theory]
    [InlineData(0.1, 0.9)]
    [InlineData(5, 0)]
    [InlineData(-3600, 1)]
    public void An_item_that_waits_waits_for_the_rest_of_its_time_and_never_longer_than_it_was_to(double passed, double share)
    {
        var failed = Apply(Selected(1), new AttemptFailed(new AttemptId(Id, 0, 1), Passing));
        var delay = failed.Effects.OfType<TaskEffect.Retry>().Single().Delay;

        var again = Resume(failed.State, Start + (delay * passed));

        Assert.Equal((delay * share).TotalMilliseconds, Assert.Single(again.Effects.OfType<TaskEffect.Retry>()).Delay.TotalMilliseconds, 3);
        Assert.Empty(again.Effects.OfType<TaskEffect.Enqueue>());
    }

    [Fact]
    public void A_task_keeps_how_it_ended_so_that_it_can_be_told_again()
    {
        var done = Apply(Selected(1), new AttemptSucceeded(new AttemptId(Id, 0, 1), Outputs));

        Assert.Equal(Told(done).OfType<TaskSucceeded>().Single(), done.State.End);
        Assert.NotNull(done.State.End!.Used);
        Assert.Equal(TaskUsage.None, done.State.Untold);
        Assert.Empty(Resume(done.State).Effects);
    }

    private TaskTransition Resume(TaskState state, DateTimeOffset? now = null) => _machine.Apply(state, new TaskMachineInput.Resumed(now ?? Start));

    private TaskTransition Apply(TaskState state, AttemptReport report) => _machine.Apply(state, new TaskMachineInput.Reported(report, Start));

    private TaskState Selected(int items) => _machine.Apply(
        new TaskState(Assignment(items), Start),
        new TaskMachineInput.Selected(new ModelSelection([new RankedModel(new ModelId("a"), 1, "it is there")]))).State;

    private static TaskAssignment Assignment(int items) => new(Id, TaskTypes.TextGeneration, Start.AddHours(1))
    {
        Inputs = ImmutableDictionary<string, ImmutableArray<TaskInput>>.Empty.Add("text", [.. Enumerable.Range(0, items).Select(item => new TaskInput(null, $"{item}"))]),
        MapOver = items > 1 ? ["text"] : [],
    };

    private static ImmutableDictionary<string, ImmutableArray<Resource>> Outputs { get; } = ImmutableDictionary<string, ImmutableArray<Resource>>.Empty;

    private static List<TaskEvent> Told(TaskTransition transition) => [.. transition.Effects.OfType<TaskEffect.Report>().Select(report => report.Event)];
}
