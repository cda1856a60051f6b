using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Serialization;
using Jarvis.State;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Conversations;

/// <summary>A turn machine and all that it said, told things by hand. Between any two of them its state is what a store gives back.</summary>
internal sealed class TurnDesk
{
    internal static readonly DateTimeOffset Deadline = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    internal static readonly DateTimeOffset Later = Deadline.AddHours(1);

    private static readonly JsonSerializerOptions Json =
        new JsonSerializerOptions(JarvisJsonContext.Default.Options).AddConversations(TaskTypeCatalog.Default);

    internal TurnDesk(ApprovalPolicy? approval = null, bool canReplan = false)
    {
        State = new TurnState(TurnId.Parse("local/c/1"), new TurnRequest("do it") { Approval = approval }, Deadline)
        {
            Draft = PlanDraft.Create(TaskTypeCatalog.Default, [], PlanLimits.Default),
        };
        Tell(new TurnInput.Accepted("by hand", canReplan));
    }

    internal static ApprovalPolicy Everything { get; } = new() { WholePlan = true };

    internal TurnState State { get; private set; }

    internal List<ConversationEvent> Events { get; } = [];

    /// <summary>The runs that were started and not stopped or told of the end of, such as <c>1</c> or, run again, <c>1.1</c>.</summary>
    internal HashSet<string> Running { get; } = [];

    internal List<TaskAssignment> Started { get; } = [];

    internal int Answers { get; private set; }

    internal static JarvisError Away { get; } = new(ErrorCode.ModelUnavailable, "It is away.");

    /// <summary>A task that takes the results of others, or nothing but its own text.</summary>
    internal static PlannedTask Task(int id, params int[] of) => Task(id, "a", of);

    internal static PlannedTask Task(int id, string text, params int[] of) => new(id, TaskTypes.TextGeneration)
    {
        Arguments = ImmutableDictionary<string, Argument>.Empty.Add(
            "text", of.Length == 0 ? new TextArgument(text) : new ListArgument([.. of.Select(task => new OutputArgument(task))])),
    };

    internal TurnDesk Plan(params PlannedTask[] tasks) => Plan(ImmutableDictionary<int, TaskAppraisal>.Empty, tasks);

    internal TurnDesk Plan(ImmutableDictionary<int, TaskAppraisal> appraisals, params PlannedTask[] tasks)
    {
        Tell(new TurnInput.Planned(new PlanReport([.. tasks.Select(task => new TaskProposed(task))], true) { Appraisals = appraisals }));
        return this;
    }

    internal void Succeed(int task, int texts = 1, int retry = 0) => Report(new TaskSucceeded(
        task,
        new TaskResult(
            ImmutableDictionary<string, ImmutableArray<Resource>>.Empty.Add("text", [.. Enumerable.Range(0, texts).Select(Text)]),
            new ModelId("m"),
            TimeSpan.FromSeconds(1)))
    {
        Retry = retry,
        Used = Used,
    });

    internal void Fail(int task, int retry = 0) => Report(new TaskFailed(task, Away) { Retry = retry });

    internal void Report(TaskEvent happened) => Tell(new TurnInput.TaskReported([happened]));

    internal void Answer() => Tell(new TurnInput.Answered(new AnswerReport("Done.", true)));

    internal TurnReceipt Command(TurnCommand command, ImmutableDictionary<int, TaskAppraisal>? appraisals = null)
    {
        var transition = Tell(Commanded(command) with { Appraisals = appraisals ?? ImmutableDictionary<int, TaskAppraisal>.Empty });
        Assert.Null(transition.Refused);
        return transition.Receipt!;
    }

    /// <summary>What a command is refused with. It must change nothing.</summary>
    internal JarvisError Refused(TurnCommand command)
    {
        var transition = TurnMachine.Apply(State, Commanded(command));
        Assert.Same(State, transition.State);
        Assert.Empty(transition.Effects);
        return Assert.IsType<JarvisError>(transition.Refused);
    }

    internal TurnTransition Tell(TurnInput input)
    {
        var transition = TurnMachine.Apply(State, input);
        foreach (var effect in transition.Effects)
        {
            switch (effect)
            {
                case TurnEffect.Emit { Event: var happened }:
                    Events.Add(happened with { Sequence = Events.Count + 1 });
                    break;
                case TurnEffect.StartTask { Assignment: var assignment }:
                    Started.Add(assignment);
                    Running.Add(Name(assignment.Id.Number, assignment.Id.Retry));
                    break;
                case TurnEffect.CancelTask { Task: var task }:
                    Assert.True(Running.Remove(Name(task, State.Tasks[task].Retry)));
                    break;
                case TurnEffect.StartAnswer:
                    Answers++;
                    break;
            }
        }

        State = ReferenceEquals(State, transition.State) ? State : Kept(transition.State);
        return transition;

        static string Name(int task, int retry) => retry == 0 ? $"{task}" : $"{task}.{retry}";
    }

    internal ApprovalAsked Asked() => Events.OfType<ApprovalAsked>().Last();

    internal IEnumerable<string> Told(int task) => Events.OfType<TaskEvent>().Where(told => told.Task == task).Select(told => told.GetType().Name);

    internal TurnFinished Finished() => Assert.IsType<TurnFinished>(Events[^1]);

    private static TaskUsage Used { get; } = new() { Models = new(1, TimeSpan.FromSeconds(1), 0.5m) };

    private static Resource Text(int number) => new(new ResourceId($"{number:x64}"), "text/plain", 1, "text.txt") { Text = "x" };

    private TurnInput.Commanded Commanded(TurnCommand command) => new(command, Events.Count + 1, Later);

    /// <summary>The state as a store gives it back.</summary>
    internal static TurnState Kept(TurnState state)
    {
        var info = (JsonTypeInfo<TurnState>)Json.GetTypeInfo(typeof(TurnState));
        return JsonSerializer.Deserialize(JsonSerializer.Serialize(state, info), info)!;
    }
}
