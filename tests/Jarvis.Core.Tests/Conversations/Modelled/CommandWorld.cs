using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.State;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Conversations.Modelled;

/// <summary>
/// Drives a turn machine by numbers that a property makes up, next to <see cref="ModelTurn"/>: plans in parts, reports on time, late, twice and of
/// wrong runs, commands of all kinds with right and wrong versions, faults. Between any two steps the process may end: the state is what a store
/// gives back, and the events are read from theirs. Checks after every step that the two agree.
/// </summary>
internal sealed partial class CommandWorld
{
    private const int MaxTasks = 10;

    private static readonly TurnId Id = TurnId.Parse("local/c/1");
    private static readonly DateTimeOffset Deadline = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly JarvisError Away = new(ErrorCode.ModelUnavailable, "It is away.");
    private static readonly JarvisError Broken = new(ErrorCode.Internal, "It broke.");

    private readonly ApprovalPolicy? _policy;
    private readonly ModelTurn _model;
    private readonly TaskMaker _maker;
    private readonly InMemoryStateStore _store = new();
    private readonly List<TurnInput> _delivered = [];
    private readonly List<(TurnCommand Command, TurnReceipt Receipt)> _keyed = [];
    private readonly HashSet<TaskId> _started = [];
    private readonly HashSet<TaskId> _ended = [];
    private readonly Dictionary<string, int> _reached = [];
    private EventLog _log;
    private TurnState _state;
    private int _planned;

    internal CommandWorld(int policy)
    {
        _policy = (policy % 3) switch
        {
            0 => null,
            1 => new ApprovalPolicy { WholePlan = true },
            _ => new ApprovalPolicy { AboveCost = 1 },
        };
        _model = new ModelTurn(_policy is not null);
        _maker = new TaskMaker(_policy);
        _log = Open();
        _state = new TurnState(Id, new TurnRequest("do it") { Approval = _policy }, Deadline)
        {
            Draft = PlanDraft.Create(TaskTypeCatalog.Default, [], PlanLimits.Default with { MaxTasks = MaxTasks }),
        };
        Take(new TurnInput.Accepted("modelled"));
    }

    /// <summary>How often each kind of thing happened.</summary>
    internal IReadOnlyDictionary<string, int> Reached => _reached;

    internal void Play(IEnumerable<int> choices)
    {
        foreach (var choice in choices)
        {
            Step(choice % 24, choice / 24);
            AssertAgree();
        }
    }

    /// <summary>Everything comes that the turn waits for: it ends.</summary>
    internal void Finish()
    {
        for (var left = 8 * MaxTasks; left > 0 && !_model.Ended; left--)
        {
            if (!_model.Planned)
            {
                Plan(rest: 0, count: 0, finished: true);
            }
            else if (_model.Tasks.Exists(task => task.IsPending))
            {
                Approve(_model.Version, []);
            }
            else if (_model.Tasks.Find(task => task.Phase == ModelPhase.Running) is { } running)
            {
                Report(running.Id, running.Retry, succeeded: true);
            }
            else
            {
                Answer(failed: false);
            }

            AssertAgree();
        }

        Assert.True(_model.Ended, "The turn waits for nothing and has not ended.");
        AssertTold();
    }

    private void Step(int step, int rest)
    {
        var any = _model.Tasks.Count == 0 ? 0 : _model.Tasks[rest % _model.Tasks.Count].Id;
        var running = _model.Tasks.FindAll(task => task.Phase == ModelPhase.Running);
        switch (step)
        {
            case < 5:
                Plan(rest, 1 + (rest % 3), finished: rest % 5 == 0);
                break;
            case < 10 when running.Count > 0:
                var task = running[rest % running.Count];
                Report(task.Id, task.Retry, succeeded: rest / 8 % 3 > 0);
                break;
            case 10 when _delivered.Count > 0:
                Again(_delivered[rest % _delivered.Count]);
                break;
            case 11:
                Answer(failed: rest % 4 == 0);
                break;
            case 12:
                Do(new CancelTask(rest % 7 == 0 ? 77 : any), model => model.CancelTask(rest % 7 == 0 ? 77 : any), rest);
                break;
            case 13 or 14:
                Approve(rest % 5 == 0 ? _model.Version - 1 : _model.Version, Some(rest));
                break;
            case 15:
                var rejected = Some(rest / 2);
                Do(new RejectTasks(_model.Version, "no") { Tasks = [.. rejected] }, model => model.Reject(model.Version, rejected), rest);
                break;
            case 16 or 17:
                Edit(rest);
                break;
            case 18 or 19:
                Do(new RetryTask(any), model => model.Retry(any), rest);
                break;
            case 20 when _keyed.Count > 0:
                Repeat(rest);
                break;
            case 21 when rest % 6 == 0:
                Fault(rest / 6);
                break;
            case 22:
                // Of a run that never was, or is past.
                Report(any, (_model.Find(any)?.Retry ?? 0) + (rest % 2 == 0 ? 1 : -1), succeeded: true);
                break;
        }
    }

    private void Fault(int rest)
    {
        switch (rest % 4)
        {
            case 0:
                _model.Cancel();
                Take(new TurnInput.CancelAsked());
                break;
            case 1:
                _model.BreakOff();
                Take(new TurnInput.BrokenOff(Broken));
                break;
            default:
                _model.Expire();
                Take(new TurnInput.DeadlinePassed());
                break;
        }
    }

    private void Plan(int rest, int count, bool finished)
    {
        var tasks = new List<ModelTask>();
        if (!_model.Planned && !_model.Ended)
        {
            for (; count > 0 && _planned < MaxTasks; count--)
            {
                tasks.Add(NewTask(_planned++, rest / 3));
            }
        }

        _model.Plan(tasks, finished);
        Deliver(new TurnInput.Planned(new PlanReport([.. tasks.Select(task => new TaskProposed(TaskMaker.Planned(task)))], finished)
        {
            Appraisals = TaskMaker.Appraisals(tasks),
        }));
    }

    private void Report(int id, int retry, bool succeeded)
    {
        _model.Report(id, retry, succeeded, calls: 1);
        var used = new TaskUsage { Models = new(1, TimeSpan.FromSeconds(1), 0.25m) };
        TaskEvent happened = succeeded
            ? new TaskSucceeded(id, Result) { Retry = retry, Used = used }
            : new TaskFailed(id, Away) { Retry = retry, Used = used };
        Deliver(new TurnInput.TaskReported([new TaskStarted(id, new ModelId("m"), 1) { Retry = retry }, happened]));
    }

    private void Answer(bool failed)
    {
        _model.Answer(failed);
        Deliver(new TurnInput.Answered(new AnswerReport("Done.", true, failed ? Away : null)));
    }

    /// <summary>What was delivered before comes once more; the model takes it as if it came for the first time.</summary>
    private void Again(TurnInput input)
    {
        switch (input)
        {
            case TurnInput.TaskReported { Events: [.., var last] }:
                _model.Report(last.Task, last.Retry, last is TaskSucceeded, calls: 1);
                break;
            case TurnInput.Answered { Report: var answer }:
                _model.Answer(answer.Error is not null);
                break;
            case TurnInput.Planned { Report: { Finished: var finished } }:
                _model.Plan([], finished);
                break;
        }

        Take(input);
    }

    private void Approve(int version, int[] tasks) =>
        Do(new ApproveTasks(version) { Tasks = [.. tasks] }, model => model.Approve(version, tasks), version);

    private void Edit(int rest)
    {
        var version = rest % 6 == 0 ? _model.Version - 1 : _model.Version;
        var waiting = _model.Tasks.FindAll(task => task.Phase == ModelPhase.Waiting);
        // Mostly what may be changed, sometimes what may not.
        var ids = (rest % 4 == 0 || waiting.Count == 0 ? _model.Tasks : waiting).Select(task => task.Id).ToList();
        var put = new List<ModelTask>();
        if (ids.Count > 0 && rest % 3 > 0)
        {
            put.Add(NewTask(ids[rest / 5 % ids.Count], rest / 7));
        }

        if (_model.Tasks.Count < MaxTasks && rest % 2 == 0)
        {
            put.Add(NewTask(Enumerable.Range(0, MaxTasks).First(id => _model.Find(id) is null), rest / 11));
        }

        int[] removed = rest % 5 > 2 && ids.Count > 0 ? [ids[rest / 13 % ids.Count]] : [];
        removed = [.. removed.Where(id => !put.Exists(task => task.Id == id))];
        put = [.. put.DistinctBy(task => task.Id)];
        if (put.Count == 0 && removed.Length == 0)
        {
            return;
        }

        Do(
            new EditPlan(version) { Tasks = [.. put.Select(TaskMaker.Planned)], Removed = [.. removed] },
            model => model.Edit(version, put, removed),
            rest,
            TaskMaker.Appraisals(put));
    }

    /// <summary>Sends a command that has a key once more, or another with its key.</summary>
    private void Repeat(int rest)
    {
        var (command, receipt) = _keyed[rest % _keyed.Count];
        var before = _state;
        Assert.Equal(receipt, TurnMachine.Apply(before, Commanded(command)).Receipt);
        Assert.Same(before, TurnMachine.Apply(before, Commanded(command)).State);
        var other = TurnMachine.Apply(before, Commanded(new CancelTask(1_000 + rest) { IdempotencyKey = command.IdempotencyKey }));
        Assert.Equal(ErrorCode.Conflict, other.Refused!.Code);
        Count("repeated");
    }

    private void Do(TurnCommand command, Func<ModelTurn, bool> model, int rest, ImmutableDictionary<int, TaskAppraisal>? appraisals = null)
    {
        command = rest % 3 == 0 ? command with { IdempotencyKey = $"k{_keyed.Count}" } : command;
        var (before, opened) = (_state, _model.Openings);
        var input = Commanded(command) with { Appraisals = appraisals ?? ImmutableDictionary<int, TaskAppraisal>.Empty };
        var obeyed = model(_model);
        var transition = Take(input);
        Assert.True(obeyed == transition.Refused is null, $"{command}: {(obeyed ? $"refused: {transition.Refused}" : "obeyed")}");
        Count($"{command.GetType().Name} {(obeyed ? "obeyed" : "refused")}");
        Count(_model.Openings > opened ? "reopened" : "");
        if (!obeyed)
        {
            Assert.Same(before, transition.State);
            Assert.Contains(transition.Refused!.Code, new[] { ErrorCode.Conflict, ErrorCode.NotFound, ErrorCode.PlanInvalid });
            return;
        }

        Assert.Equal(input.Sequence, transition.Receipt!.Sequence);
        if (command.IdempotencyKey is not null && !ReferenceEquals(before, transition.State))
        {
            _keyed.Add((command, transition.Receipt));
        }
    }

    private TurnInput.Commanded Commanded(TurnCommand command) => new(command, _log.LastSequence + 1, Deadline.AddHours(1));

    private void Deliver(TurnInput input)
    {
        _delivered.Add(input);
        Take(input);
    }

    private TurnTransition Take(TurnInput input)
    {
        var wasEnded = _state.Phase == TurnPhase.Ended;
        var transition = TurnMachine.Apply(_state, input);
        var isOpen = !wasEnded;
        foreach (var effect in transition.Effects)
        {
            Assert.True(isOpen || effect is TurnEffect.Emit { Event: TurnReopened }, $"{effect} came after the end.");
            isOpen = effect is not TurnEffect.Emit { Event: TurnFinished };
            switch (effect)
            {
                case TurnEffect.Emit { Event: TaskEvent ended and (TaskSucceeded or TaskFailed or TaskSkipped) }:
                    Assert.True(_ended.Add(Id.Task(ended.Task, ended.Retry)), $"{ended} was told twice.");
                    break;
                case TurnEffect.StartTask { Assignment: var assignment }:
                    AssertMayStart(assignment, transition.State);
                    break;
            }
        }

        // With the store in memory this is over at once.
        ImmutableArray<ConversationEvent> events = [.. transition.Effects.OfType<TurnEffect.Emit>().Select(emit => emit.Event)];
        var kept = _log.AppendAsync(events, Deadline, default).AsTask();
        Assert.True(kept.IsCompletedSuccessfully);
        _state = ReferenceEquals(_state, transition.State) ? _state : TurnDesk.Kept(transition.State);
        return transition;
    }

    private int[] Some(int rest) => rest % 3 == 0 || _model.Tasks.Count == 0
        ? []
        : [.. _model.Tasks.Select(task => task.Id).Where(id => ((rest >> (id % 8)) & 1) == 1)];

    private ModelTask NewTask(int id, int rest) =>
        _maker.Make(id, Enumerable.Range(0, id).Where(other => !_model.Planned || _model.Find(other) is not null).ToList(), rest);

    private static TaskResult Result { get; } = new(
        ImmutableDictionary<string, ImmutableArray<Resource>>.Empty.Add(
            "text", [new Resource(new ResourceId(new string('0', 64)), "text/plain", 1, "text.txt") { Text = "x" }]),
        new ModelId("m"),
        TimeSpan.FromSeconds(1));

    private void Count(string what) => _reached[what] = _reached.GetValueOrDefault(what) + 1;
}
