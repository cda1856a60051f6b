using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Selection;
using Jarvis.Serialization;
using Jarvis.State;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Tasks;

/// <summary>All that is around a task machine, driven by a list of choices: what it waits for comes in any order, twice, or from nowhere.</summary>
internal sealed class TaskWorld
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TaskId Id = TaskId.Parse("local/c/1/0");
    private static readonly RetryPolicy Retry = RetryPolicy.Default with { AttemptsPerModel = 3 };

    private readonly TaskMachine _machine = new(Retry);
    private readonly List<TaskMachineInput> _pending = [];
    private readonly List<TaskMachineInput> _delivered = [];
    private readonly HashSet<AttemptId> _enqueued = [];
    private readonly Random _random;
    private readonly HashSet<ModelId> _announced = [];
    private TaskState _kept = null!;
    private int _interrupted;
    private LanguageModelUsage _chosen = LanguageModelUsage.None;
    private LanguageModelUsage _worked = LanguageModelUsage.None;
    private decimal _cost;

    internal TaskWorld(int[] choices)
    {
        _random = new Random(choices.Aggregate(17, (seed, choice) => unchecked((seed * 31) + choice)));
        var items = 1 + _random.Next(3);
        State = _kept = new TaskState(
            new TaskAssignment(Id, TaskTypes.TextGeneration, Start.AddMinutes(1))
            {
                Inputs = ImmutableDictionary<string, ImmutableArray<TaskInput>>.Empty.Add(
                    "text", [.. Enumerable.Range(0, items).Select(item => new TaskInput(null, $"{item}"))]),
                MapOver = items > 1 ? ["text"] : [],
            },
            Start);
        Take(new TaskMachineInput.Started());
    }

    internal TaskState State { get; private set; }

    internal bool Cancelled { get; private set; }

    internal List<TaskEvent> Told { get; } = [];

    internal static bool IsLast(TaskEvent happened) => happened is TaskSucceeded or TaskFailed;

    internal void Deliver(int count)
    {
        for (var i = 0; i < count; i++)
        {
            switch (_random.Next(12))
            {
                case < 7 when _pending.Count > 0:
                    DeliverOne();
                    break;
                case < 9 when _delivered.Count > 0:
                    Take(_delivered[_random.Next(_delivered.Count)]);
                    break;
                case 11 when _random.Next(3) == 0:
                    Restart();
                    break;
                case 11 when _random.Next(4) == 0:
                    Take(_random.Next(3) == 0 ? new TaskMachineInput.BrokenOff(new JarvisError(ErrorCode.Internal, "No.")) : new TaskMachineInput.Cancelled());
                    break;
                default:
                    Take(FromNowhere());
                    break;
            }
        }
    }

    /// <summary>The process ends and another takes the task up from what is kept. What models tell of the lost attempts may still come.</summary>
    internal void Restart()
    {
        if (_random.Next(2) == 0)
        {
            _pending.Clear();
        }

        State = Again(_kept);
        _announced.Clear();
        _interrupted += State.HasEnded ? 0 : State.Items.Count(item => item.Phase == ItemPhase.Trying);
        Take(new TaskMachineInput.Resumed(Start.AddSeconds(_random.Next(-3600, 70))));
    }

    internal void DeliverRest()
    {
        // Each item is tried at most as often as there are models and attempts, and each attempt is told of three times.
        for (var left = 1000; left > 0 && _pending.Count > 0; left--)
        {
            DeliverOne();
        }
    }

    private void DeliverOne()
    {
        var next = _random.Next(_pending.Count);
        var input = _pending[next];
        _pending.RemoveAt(next);
        _delivered.Add(input);
        Take(input);
    }

    private void Take(TaskMachineInput input)
    {
        var before = State;
        Count(input);
        var transition = _machine.Apply(before, input);
        State = transition.State;
        _kept = input.IsKept ? State : _kept;

        if (before.HasEnded)
        {
            Assert.Same(before, State);
            Assert.Empty(transition.Effects);
            return;
        }

        Cancelled |= input is TaskMachineInput.Cancelled;
        foreach (var effect in transition.Effects)
        {
            Do(effect, before);
        }

        AssertLegal(before);
        Assert.True(
            !State.HasEnded || input is TaskMachineInput.Cancelled or TaskMachineInput.BrokenOff
                || State.Items.All(item => item.Phase is ItemPhase.Succeeded or ItemPhase.Failed),
            "It ended before its items.");
        Assert.Equal(State.HasEnded && !Cancelled, Told.Exists(IsLast));
    }

    /// <summary>Keeps account of what the machine is to count: of attempts that it waits for, and of the first choice.</summary>
    private void Count(TaskMachineInput input)
    {
        switch (input)
        {
            case TaskMachineInput.Selected { Selection.Used: { } chosen } when State is { HasEnded: false, Items.IsEmpty: true }:
                _chosen += chosen;
                break;
            case TaskMachineInput.Reported { Report: AttemptSucceeded { Used: var used } report } when IsAwaited(report.Id):
                _worked += used ?? LanguageModelUsage.None;
                _cost += used?.Cost ?? 0.25m;
                break;
            case TaskMachineInput.Reported { Report: AttemptFailed { Used: { } used } report } when IsAwaited(report.Id):
                _worked += used;
                break;
        }
    }

    private bool IsAwaited(AttemptId id) => !State.HasEnded && id.Item >= 0 && id.Item < State.Items.Length
        && State.Items[id.Item] is { Phase: ItemPhase.Trying } item && item.Attempt == id.Attempt;

    private LanguageModelUsage? Used() => _random.Next(3) == 0 ? null : new(1, _random.Next(100), _random.Next(100), _random.Next(100) / 64m, TimeSpan.FromSeconds(1));

    private void Do(TaskEffect effect, TaskState before)
    {
        switch (effect)
        {
            case TaskEffect.Select:
                _pending.Add(new TaskMachineInput.Selected(Selection()));
                break;
            case TaskEffect.Enqueue { Job: var job }:
                Assert.True(_enqueued.Add(job.Id), $"The attempt {job.Id} was begun twice.");
                Assert.Equal($"{job.Id.Item}", Assert.Single(job.Inputs["text"]).Text);
                _pending.Add(Report(new AttemptStarted(job.Id)));
                _pending.Add(Report(new AttemptAdvanced(job.Id, _random.NextDouble())));
                _pending.Add(Report(Outcome(job.Id)));
                break;
            case TaskEffect.Retry retry:
                Assert.InRange(retry.Delay, TimeSpan.Zero, Retry.MaxDelay);
                _pending.Add(new TaskMachineInput.RetryDue(retry.Item, retry.Attempt));
                break;
            case TaskEffect.CancelAttempt { Attempt: var attempt }:
                Assert.Contains(attempt, _enqueued);
                Assert.Equal((ItemPhase.Trying, attempt.Attempt), (before.Items[attempt.Item].Phase, before.Items[attempt.Item].Attempt));
                break;
            case TaskEffect.Report { Event: var happened }:
                Assert.False(Told.Exists(IsLast), $"{happened} was told after the end.");
                Assert.Equal(Id.Number, happened.Task);
                Assert.False(
                    happened is ModelChosen chosen && !_announced.Add(chosen.Model), $"{happened} was told twice.");
                Told.Add(happened);
                break;
        }
    }

    private void AssertLegal(TaskState before)
    {
        for (var number = 0; number < before.Items.Length; number++)
        {
            var (was, item) = (before.Items[number], State.Items[number]);
            Assert.True(
                was.Phase is ItemPhase.Trying or ItemPhase.Waiting || ReferenceEquals(was, item), $"Item {number} changed after its end.");
            Assert.InRange(item.TriesOnModel, 1, Retry.AttemptsPerModel);
            Assert.InRange(item.Model, was.Model, State.Ranked.Length - 1);
            Assert.InRange(item.Attempt, was.Attempt, was.Attempt + 1);
            Assert.InRange(item.Fraction, 0, 1);
            // Whatever is not at its end waits for something that is still to come.
            Assert.True(
                State.HasEnded || item.Phase switch
                {
                    ItemPhase.Trying => Waits<TaskMachineInput.Reported>(input => input.Report is AttemptSucceeded or AttemptFailed
                        && input.Report.Id == new AttemptId(Id, number, item.Attempt)),
                    ItemPhase.Waiting => Waits<TaskMachineInput.RetryDue>(input => (input.Item, input.Attempt) == (number, item.Attempt)),
                    _ => true,
                },
                $"Item {number} waits for nothing.");
        }

        if (State.HasEnded && Told is [.., TaskSucceeded { Result: var result }])
        {
            Assert.Equal(State.Items.Count(item => item.Phase == ItemPhase.Succeeded), result.Outputs["text"].Length);
            Assert.Equal(
                State.Items.Select((item, number) => (item, number)).Where(entry => entry.item.Phase == ItemPhase.Failed).Select(entry => entry.number),
                result.Failures.Select(failure => failure.Item));
            Assert.Equal(State.Items.Sum(item => item.Attempt), result.Attempts);
            Assert.Equal(_cost, result.Cost);
        }

        AssertUsage();
    }

    /// <summary>All that ended attempts used was told once, or is still to be told.</summary>
    private void AssertUsage()
    {
        var used = Told.Select(happened => happened.Used ?? TaskUsage.None).Aggregate(State.Untold, TaskUsage.Add);
        Assert.Equal(State.Items.Sum(item => item.Attempt - (item.Phase is ItemPhase.Trying or ItemPhase.Waiting ? 1 : 0)) - _interrupted, used.Models.Calls);
        Assert.Equal(_worked, used.Work);
        Assert.Equal(_chosen, used.Choosing);
        Assert.True(!Told.Exists(IsLast) || State.Untold == TaskUsage.None, "The end came before what was used.");
    }

    private static TaskState Again(TaskState state)
    {
        var written = JsonSerializer.Serialize(state, Json);
        var read = JsonSerializer.Deserialize(written, Json)!;
        Assert.Equal(written, JsonSerializer.Serialize(read, Json));
        return read;
    }

    private static JsonTypeInfo<TaskState> Json { get; } = (JsonTypeInfo<TaskState>)new JsonSerializerOptions(JarvisJsonContext.Default.Options)
        .AddConversations(TaskTypeCatalog.Default).GetTypeInfo(typeof(TaskState));

    private bool Waits<T>(Func<T, bool> fits) => _pending.OfType<T>().Any(fits);

    private ModelSelection Selection() => _random.Next(10) == 0
        ? new ModelSelection([], new JarvisError(ErrorCode.ModelUnavailable, "None.")) { Used = Used() }
        : new ModelSelection([.. Enumerable.Range(0, 1 + _random.Next(3)).Select(model => new RankedModel(new ModelId($"m{model}"), 1, "it is there", 0.25m))]) { Used = Used() };

    private static ImmutableDictionary<string, ImmutableArray<Resource>> Text { get; } = ImmutableDictionary<string, ImmutableArray<Resource>>.Empty.Add(
        "text", [new Resource(new ResourceId(new string('0', 64)), "text/plain", 1, "text.txt") { Text = "x" }]);

    private AttemptReport Outcome(AttemptId id) => _random.Next(5) switch
    {
        < 2 => new AttemptSucceeded(id, Text) { Used = Used() },
        2 => new AttemptFailed(id, new JarvisError(ErrorCode.ModelFailed, "It broke.", Retryable: true)) { Used = Used() },
        3 => new AttemptFailed(id, new JarvisError(ErrorCode.ModelFailed, "It broke.")),
        _ => new AttemptFailed(id, new JarvisError(ErrorCode.InvalidRequest, "It is wrong.")),
    };

    private TaskMachineInput FromNowhere()
    {
        var id = new AttemptId(Id, _random.Next(-1, 5), _random.Next(0, 12));
        // What is about to come must not come from nowhere, or it would come twice with different words.
        return _random.Next(4) switch
        {
            0 when !_enqueued.Contains(id) => Report(Outcome(id)),
            1 when !_enqueued.Contains(id) => Report(new AttemptAdvanced(id, double.NaN)),
            2 when !Waits<TaskMachineInput.RetryDue>(input => (input.Item, input.Attempt) == (id.Item, id.Attempt)) =>
                new TaskMachineInput.RetryDue(id.Item, id.Attempt),
            _ => Report(new AttemptStarted(id)),
        };
    }

    private TaskMachineInput.Reported Report(AttemptReport report) => new(report, Start.AddSeconds(_random.Next(70)));
}
