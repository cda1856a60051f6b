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

/// <summary>
/// All that is around a turn machine: a planner, tasks and an answerer that report in order each, but in any order among each other, and
/// what comes twice, late, or from nowhere.
/// </summary>
internal sealed class TurnWorld
{
    private static readonly DateTimeOffset Deadline = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What is still to come; each queue keeps its order.</summary>
    private readonly List<Queue<TurnInput>> _pending = [];
    private readonly List<TurnInput> _delivered = [];
    private readonly HashSet<int> _started = [];
    private readonly HashSet<int> _endedTasks = [];
    private readonly Random _random;
    private readonly HashSet<int> _lost = [];
    private int _answers;
    private int _plans;
    private bool _isResuming;

    internal TurnWorld(int seed)
    {
        _random = new Random(seed);
        State = new TurnState(TurnId.Parse("local/c/1"), new TurnRequest("do it"), Deadline)
        {
            Draft = PlanDraft.Create(TaskTypeCatalog.Default, [], PlanLimits.Default with { MaxTasks = 10 }),
        };
        Take(new TurnInput.Accepted("random", _random.Next(4) > 0));
    }

    internal TurnState State { get; private set; }

    internal List<ConversationEvent> Told { get; } = [];

    internal void Deliver(int count)
    {
        for (var i = 0; i < count; i++)
        {
            switch (_random.Next(20))
            {
                case < 14 when _pending.Count > 0:
                    DeliverOne();
                    break;
                case < 17 when _delivered.Count > 0:
                    Take(_delivered[_random.Next(_delivered.Count)]);
                    break;
                case 18 when _random.Next(2) == 0:
                    Restart();
                    break;
                case 17 when _random.Next(6) == 0:
                    Take(_random.Next(3) switch
                    {
                        0 => new TurnInput.CancelAsked(),
                        1 => new TurnInput.DeadlinePassed(),
                        _ => new TurnInput.BrokenOff(new JarvisError(ErrorCode.Internal, "It broke.")),
                    });
                    break;
                default:
                    Take(FromNowhere());
                    break;
            }
        }
    }

    /// <summary>
    /// The host stops and another goes on from what is kept: nobody plans or answers any more, and of what tasks told but the turn did not
    /// take, some comes again.
    /// </summary>
    internal void Restart()
    {
        _pending.RemoveAll(queue => queue.Peek() is not TurnInput.TaskReported || _random.Next(2) == 0);
        State = Kept(State);
        _isResuming = true;
        Take(new TurnInput.Resumed(_random.Next(12) == 0 ? Deadline.AddHours(1) : Deadline.AddHours(-1), "another", _random.Next(4) > 0)
        {
            LongestRest = TimeSpan.FromMinutes(10),
        });
        _isResuming = false;
    }

    internal void Cancel() => Take(new TurnInput.CancelAsked());

    internal void DeliverRest()
    {
        while (_pending.Count > 0)
        {
            DeliverOne();
        }
    }

    private static readonly JsonSerializerOptions Json = new JsonSerializerOptions(JarvisJsonContext.Default.Options).AddConversations(TaskTypeCatalog.Default);

    /// <summary>The state as a store gives it back; from here on the turn goes on with it.</summary>
    private static TurnState Kept(TurnState state)
    {
        var info = (JsonTypeInfo<TurnState>)Json.GetTypeInfo(typeof(TurnState));
        var written = JsonSerializer.Serialize(state, info);
        var read = JsonSerializer.Deserialize(written, info)!;
        Assert.Equal(written, JsonSerializer.Serialize(read, info));
        return read;
    }

    private static JarvisError Wrong { get; } = new(ErrorCode.ModelFailed, "It went wrong.");

    private static int? LastOf(ConversationEvent happened) =>
        happened is TaskSucceeded or TaskFailed or TaskSkipped ? ((TaskEvent)happened).Task : null;

    private void DeliverOne()
    {
        var number = _random.Next(_pending.Count);
        if (_pending[number].Peek() is TurnInput.DeadlinePassed && _random.Next(8) > 0)
        {
            // Most turns have time enough to get further than their first steps.
            number = _random.Next(_pending.Count);
        }

        var queue = _pending[number];
        var input = queue.Dequeue();
        if (queue.Count == 0)
        {
            _pending.RemoveAt(number);
        }

        _delivered.Add(input);
        Take(input);
    }

    private void Take(TurnInput input)
    {
        var before = State;
        var transition = TurnMachine.Apply(before, input);
        State = ReferenceEquals(transition.State, before) || _random.Next(3) > 0 ? transition.State : Kept(transition.State);
        Assert.True(input is not TurnInput.Answered || before.Phase == TurnPhase.Answering || ReferenceEquals(before, State), "An answer came too early.");
        if (before.Phase == TurnPhase.Ended)
        {
            Assert.Same(before, State);
            Assert.Empty(transition.Effects);
            return;
        }

        foreach (var effect in transition.Effects)
        {
            Assert.False(Told is [.., TurnFinished], $"{effect} came after the end.");
            Do(effect, before);
        }

        AssertLegal(before);
        AssertStopped(before, transition.Effects);
    }

    private void Do(TurnEffect effect, TurnState before)
    {
        switch (effect)
        {
            case TurnEffect.Emit { Event: var happened }:
                Tell(happened);
                break;
            case TurnEffect.StartPlanning { Failed: null }:
                Assert.Equal(1, _plans += _isResuming ? 0 : 1);
                _pending.Add(new Queue<TurnInput>(Plan(0, isReplan: false)));
                break;
            case TurnEffect.StartPlanning { Failed: { } failed }:
                Assert.Equal(2, _plans += _isResuming ? 0 : 1);
                AssertComplete(failed);
                _lost.UnionWith(failed.Lost);
                _pending.Add(new Queue<TurnInput>(Plan(_random.Next(2) * State.Order.Count, isReplan: true)));
                break;
            case TurnEffect.StartTask { Assignment: var assignment }:
                var number = assignment.Id.Number;
                Assert.True(_started.Add(number) || (_isResuming && before.Tasks[number].Phase == TaskPhase.Running), $"Task {number} was started twice.");
                Assert.All(State.Tasks[number].Planned.Dependencies(), dependency => Assert.True(State.Tasks[dependency].HasEnded));
                Assert.All(State.Tasks[number].Planned.DataDependencies(), dependency => Assert.DoesNotContain(dependency, _lost));
                Assert.All(State.Tasks[number].Planned.DataDependencies(), dependency => Assert.NotNull(State.Tasks[dependency].Result));
                _pending.Add(new Queue<TurnInput>(Run(number)));
                break;
            case TurnEffect.CancelTask { Task: var task }:
                Assert.Equal(TaskPhase.Running, before.Tasks[task].Phase);
                break;
            case TurnEffect.StartAnswer { Request: var request }:
                Assert.Equal(1, _answers += _isResuming && before.Phase == TurnPhase.Answering ? 0 : 1);
                Assert.Equal(State.Order, request.Outcomes.Select(outcome => outcome.Task.Id));
                Assert.All(request.Outcomes, outcome => Assert.True((outcome.Result is null) != (outcome.Error is null)));
                _pending.Add(new Queue<TurnInput>(Answer()));
                break;
            case TurnEffect.WatchDeadline:
                _pending.Add(new Queue<TurnInput>([new TurnInput.DeadlinePassed()]));
                break;
        }
    }

    private void Tell(ConversationEvent happened)
    {
        Assert.Equal(1, happened.Turn);
        Assert.False(Told is [.., TurnFinished], $"{happened} was told after the end.");
        if (happened is PlanStarted { IsReplan: true })
        {
            Assert.Contains(Told, told => told is PlanFinished { IsReplan: false });
            Assert.Contains(Told, told => told is TaskFailed);
        }

        if (!_isResuming && happened is PlanStarted { IsReplan: var started })
        {
            Assert.DoesNotContain(Told, told => told is PlanStarted before && before.IsReplan == started);
        }

        if (happened is PlanFinished { IsReplan: var finished } plan)
        {
            Assert.DoesNotContain(Told, told => told is PlanFinished before && before.IsReplan == finished);
            Assert.Equal(Told.SkipWhile(told => told is not PlanStarted begun || begun.IsReplan != finished).Count(told => told is TaskPlanned), plan.Tasks);
        }

        if (happened is TaskEvent { Task: var task })
        {
            Assert.Equal(happened is not TaskPlanned, Told.OfType<TaskPlanned>().Any(planned => planned.Task == task));
            Assert.DoesNotContain(task, _endedTasks);
            Assert.True(happened is TaskPlanned or TaskSkipped || _started.Contains(task), $"{happened} was told of a task that was not started.");
        }

        if (LastOf(happened) is { } ended)
        {
            _endedTasks.Add(ended);
        }

        Told.Add(happened);
    }

    private void AssertLegal(TurnState before)
    {
        Assert.True(State.Phase >= before.Phase, $"{before.Phase} became {State.Phase}.");
        Assert.Equal(State.Phase == TurnPhase.Ended, State.Status != TurnStatus.Open);
        Assert.Equal(State.Phase == TurnPhase.Ended, Told is [.., TurnFinished]);
        Assert.Equal(State.Order.Count, State.Tasks.Count);
        foreach (var (number, entry) in State.Tasks)
        {
            Assert.True(
                (before.Tasks.GetValueOrDefault(number)?.Phase ?? TaskPhase.Blocked, entry.Phase) switch
                {
                    var (was, now) when was == now => true,
                    (TaskPhase.Blocked, _) => true,
                    (TaskPhase.Held, TaskPhase.Skipped) => true,
                    (TaskPhase.Running, TaskPhase.Succeeded or TaskPhase.Failed) => true,
                    _ => false,
                },
                $"Task {number} became {entry.Phase}.");
            Assert.Equal(entry.HasEnded, _endedTasks.Contains(number));
            Assert.True(entry.Phase != TaskPhase.Running || _started.Contains(number), $"Task {number} runs and was not started.");
            // Order edges carry nothing: only a lack of data, or of time, keeps a task from being run.
            Assert.True(
                entry.Phase != TaskPhase.Skipped || entry.Error!.Code is ErrorCode.DeadlineExceeded or ErrorCode.Cancelled or ErrorCode.Internal
                    || entry.Planned.DataDependencies().Any(dependency => State.Tasks[dependency].Result?.Outputs.ContainsKey("text") != true),
                $"Task {number} was skipped and lacked nothing.");
            Assert.True(entry.Phase != TaskPhase.Skipped || !_started.Contains(number), $"Task {number} was started and skipped.");
            // Held back is only what cannot run, and only while another way may yet be found.
            Assert.True(
                entry.Phase != TaskPhase.Held || State.Phase == TurnPhase.Ended
                    || (State.Replan.Phase is ReplanPhase.Possible or ReplanPhase.Planning && entry.Planned.DataDependencies().Any(
                        dependency => State.Tasks[dependency].Phase == TaskPhase.Held || State.Replan.Failed.Contains(dependency))),
                $"Task {number} is held for nothing.");
        }

        if (State.Phase is TurnPhase.Planning or TurnPhase.Running)
        {
            Assert.Equal(State.Tasks.Values.Count(entry => !entry.HasEnded), State.Unfinished);
            Assert.All(State.Tasks.Values, entry => Assert.Equal(
                entry.Planned.Dependencies().Count(dependency => !State.Tasks[dependency].HasEnded), entry.Blockers));
            // A task whose dependencies have ended is not left lying.
            Assert.DoesNotContain(State.Tasks.Values, entry => entry is { Phase: TaskPhase.Blocked, Blockers: 0 });
        }

        Assert.True(
            State.Phase is not (TurnPhase.Answering or TurnPhase.Running)
                || (State.Unfinished == 0 && State.Replan.Phase != ReplanPhase.Planning) == (State.Phase == TurnPhase.Answering));
        Assert.True(State.Phase != TurnPhase.Answering || State.Replan.Phase is ReplanPhase.Never or ReplanPhase.Possible or ReplanPhase.Finished);
        Assert.Equal(_plans > 1, State.Replan.Phase is ReplanPhase.Planning or ReplanPhase.Finished);
    }

    /// <summary>A planner is told of every task once: how it ended, that it goes on, or that it is wanted.</summary>
    private void AssertComplete(FailedPlan failed)
    {
        Assert.Equal(State.Order.Order(), failed.Tasks.Select(task => task.Id));
        Assert.All(failed.Ended, outcome => Assert.True((outcome.Result is null) != (outcome.Error is null)));
        Assert.Contains(failed.Ended, outcome => outcome.Error is not null);
        Assert.All(failed.Wanted, task => Assert.Contains(task.DataDependencies(), dependency => failed.Lost.Contains(dependency)));
        Assert.All(failed.Open, task => Assert.DoesNotContain(task.DataDependencies(), dependency => State.Replan.Failed.Contains(dependency)));
    }

    /// <summary>What is taken from a running task before it ended by itself is stopped.</summary>
    private void AssertStopped(TurnState before, IReadOnlyList<TurnEffect> effects)
    {
        var stopped = effects.OfType<TurnEffect.CancelTask>().Select(cancel => cancel.Task).Order();
        var taken = before.Tasks.Where(task => task.Value.Phase == TaskPhase.Running && State.Tasks[task.Key].Error is { } error && error != Wrong);
        Assert.Equal(taken.Select(task => task.Key).Order(), stopped);
    }

    /// <summary>A plan of any shape; one that is made again may use numbers that are taken, or say nothing.</summary>
    private List<TurnInput> Plan(int first, bool isReplan)
    {
        var steps = new List<PlanStep>();
        var size = first + _random.Next(isReplan ? 5 : 12);
        for (var id = first; id < size; id++)
        {
            steps.Add(_random.Next(8) switch
            {
                0 => new PartDropped("part", "reason"),
                1 => new PlanNoted("note"),
                2 when size < 3 => new AnsweredDirectly("Yes."),
                _ => new TaskProposed(Task(id, size)),
            });
        }

        var reports = new List<TurnInput>();
        foreach (var part in steps.Chunk(3))
        {
            reports.Add(new TurnInput.Planned(new PlanReport([.. part], false) { IsReplan = isReplan }));
        }

        reports.Add(new TurnInput.Planned(new PlanReport([], true, _random.Next(6) == 0 ? Wrong : null) { IsReplan = isReplan }));
        return reports;
    }

    /// <summary>A task that takes something of any others, of itself, of one that never comes, or of nothing.</summary>
    private PlannedTask Task(int id, int size)
    {
        int[] of = [.. Enumerable.Range(0, _random.Next(3)).Select(_ => _random.Next(Math.Max(1, id + (_random.Next(4) == 0 ? size : 0))))];
        return new PlannedTask(id, TaskTypes.TextGeneration)
        {
            Arguments = ImmutableDictionary<string, Argument>.Empty.Add(
                "text", of.Length == 0 ? new TextArgument("a") : new ListArgument([.. of.Select(task => new OutputArgument(task))])),
            After = _random.Next(3) == 0 ? [_random.Next(size)] : [],
        };
    }

    private List<TurnInput> Run(int number)
    {
        List<TaskEvent> story = [new ModelChosen(number, new ModelId("m"), 1, "it is there", []), new TaskStarted(number, new ModelId("m"), 1)];
        story.Add(_random.Next(4) switch
        {
            0 => new TaskFailed(number, Wrong),
            1 => new TaskSucceeded(number, Result([])),
            _ => new TaskSucceeded(number, Result([new Resource(new ResourceId(new string('0', 64)), "text/plain", 1, "text.txt") { Text = "x" }])),
        });
        return _random.Next(2) == 0
            ? [new TurnInput.TaskReported([.. story])]
            : [.. story.Select(happened => new TurnInput.TaskReported([happened]))];
    }

    private List<TurnInput> Answer() => _random.Next(4) == 0
        ? [new TurnInput.Answered(new AnswerReport("So", false)), new TurnInput.Answered(new AnswerReport("", true, Wrong))]
        : [new TurnInput.Answered(new AnswerReport("Do", false)), new TurnInput.Answered(new AnswerReport("ne.", true))];

    private TurnInput FromNowhere() => _random.Next(3) switch
    {
        0 => new TurnInput.TaskReported([new TaskSucceeded(_random.Next(100, 200), Result([]))]),
        1 => new TurnInput.TaskReported(
            State.Tasks.Values.Where(entry => entry.Phase != TaskPhase.Running).Take(1)
                .Select(entry => (TaskEvent)new TaskSucceeded(entry.Planned.Id, Result([]))).ToImmutableArray()),
        _ => new TurnInput.Answered(new AnswerReport("x", _random.Next(2) == 0 && State.Phase != TurnPhase.Answering)),
    };

    private static TaskResult Result(ImmutableArray<Resource> texts) => new(
        texts.IsEmpty ? ImmutableDictionary<string, ImmutableArray<Resource>>.Empty : ImmutableDictionary<string, ImmutableArray<Resource>>.Empty.Add("text", texts),
        new ModelId("m"),
        TimeSpan.FromSeconds(1));
}
