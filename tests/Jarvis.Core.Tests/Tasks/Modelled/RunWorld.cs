using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Selection;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Tasks.Modelled;

/// <summary>
/// Drives a task machine by numbers that a property makes up, next to <see cref="ModelRun"/>: reports of all attempts that were, are or never will
/// be, of this run and of another, in any order and any number of times. Checks after every step that the two agree.
/// </summary>
internal sealed class RunWorld
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RetryPolicy Retry = RetryPolicy.Default with { AttemptsPerModel = 3 };
    private static readonly ErrorCode[] Codes = [ErrorCode.ModelFailed, ErrorCode.Overloaded, ErrorCode.InvalidRequest, ErrorCode.Internal];

    private readonly TaskMachine _machine = new(Retry);
    private readonly TaskId _id;
    private readonly ModelRun _model;
    private readonly int _items;
    private readonly HashSet<AttemptId> _begun = [];
    private readonly List<TaskEvent> _told = [];
    private TaskState _state;
    private DateTimeOffset _now = Start;

    internal RunWorld(int items, int retry)
    {
        _items = items;
        _id = TurnId.Parse("local/c/1").Task(0, retry);
        _state = new TaskState(
            new TaskAssignment(_id, TaskTypes.TextGeneration, Start.AddMinutes(1))
            {
                Inputs = ImmutableDictionary<string, ImmutableArray<TaskInput>>.Empty.Add(
                    "text", [.. Enumerable.Range(0, items).Select(item => new TaskInput(null, $"{item}"))]),
                MapOver = items > 1 ? ["text"] : [],
            },
            Start);
        _model = new ModelRun(Retry, _id, Start.AddMinutes(1));
        Take(new TaskMachineInput.Started());
    }

    internal bool HasEnded => _model.Ended;

    internal void Play(IEnumerable<int> choices)
    {
        foreach (var choice in choices)
        {
            Step(choice % 16, choice / 16);
        }
    }

    /// <summary>All that it waits for comes, well: it ends.</summary>
    internal void Finish()
    {
        Choose(models: 1);
        for (var item = 0; item < _model.Items.Count; item++)
        {
            var (phase, attempt) = (_model.Items[item].Phase, _model.Items[item].Attempt);
            if (phase == "waiting")
            {
                Due(item, attempt);
            }

            Report(new AttemptSucceeded(new AttemptId(_id, item, attempt), Text));
        }

        Assert.True(HasEnded, "It waits for nothing and has not ended.");
    }

    private void Step(int step, int rest)
    {
        var item = rest % (_items + 1) - (rest % 11 == 0 ? 1 : 0);
        var current = item >= 0 && item < _model.Items.Count ? _model.Items[item].Attempt : 1;
        // Mostly the attempt that is waited for, sometimes one before or after it, sometimes one of another run.
        var attempt = current + (rest / 4 % 6) switch { 0 => -1, 1 => 1, _ => 0 };
        var id = new AttemptId(rest / 24 % 8 == 0 ? _id.Turn.Task(0, _id.Retry + 1) : _id, item, attempt);
        switch (step)
        {
            case 0 or 1:
                Choose(rest % 4);
                break;
            case < 6:
                Report(new AttemptFailed(id, new JarvisError(Codes[rest / 3 % Codes.Length], "It broke.", rest % 3 > 0)
                {
                    RetryAfter = rest % 7 == 0 ? TimeSpan.FromSeconds(rest % 13) : null,
                }));
                break;
            case < 9:
                Report(new AttemptSucceeded(id, Text));
                break;
            case < 12:
                Due(item, attempt);
                break;
            case 12:
                Report(new AttemptStarted(id));
                break;
            case 13:
                Report(new AttemptAdvanced(id, rest % 3 == 0 ? double.NaN : rest % 100 / 99.0));
                break;
            case 14:
                _now += TimeSpan.FromSeconds(rest % 9);
                break;
            case 15 when rest % 8 == 0:
                _model.Over("cancelled");
                Take(new TaskMachineInput.Cancelled());
                break;
            case 15 when rest % 8 == 1:
                _model.Over("failed");
                Take(new TaskMachineInput.BrokenOff(new JarvisError(ErrorCode.Internal, "No.")));
                break;
        }
    }

    private void Choose(int models)
    {
        _model.Chosen(models, _items);
        Take(new TaskMachineInput.Selected(models == 0
            ? new ModelSelection([], new JarvisError(ErrorCode.ModelUnavailable, "None."))
            : new ModelSelection([.. Enumerable.Range(0, models).Select(model => new RankedModel(new ModelId($"m{model}"), 1, "it is there", 0.25m))])));
    }

    private void Report(AttemptReport report)
    {
        _model.Reported(report, _now);
        Take(new TaskMachineInput.Reported(report, _now));
    }

    private void Due(int item, int attempt)
    {
        _model.Due(item, attempt);
        Take(new TaskMachineInput.RetryDue(item, attempt));
    }

    private void Take(TaskMachineInput input)
    {
        // The process may end here: what goes on is a copy.
        var transition = _machine.Apply(_state with { }, input);
        foreach (var effect in transition.Effects)
        {
            Assert.False(_told.Exists(IsLast), $"{effect} came after the end.");
            switch (effect)
            {
                case TaskEffect.Report { Event: var happened }:
                    Assert.Equal((_id.Number, _id.Retry), (happened.Task, happened.Retry));
                    _told.Add(happened);
                    break;
                case TaskEffect.Enqueue { Job: var job }:
                    Assert.Equal(_id, job.Id.Task);
                    Assert.True(_begun.Add(job.Id), $"{job.Id} was begun twice.");
                    break;
            }
        }

        _state = transition.State;
        AssertAgree();
    }

    private void AssertAgree()
    {
        Assert.Equal(_model.Ended, _state.HasEnded);
        Assert.Equal(_model.Items, _state.Items.Select(item => new ModelItem(
            item.Phase switch
            {
                ItemPhase.Trying => "trying",
                ItemPhase.Waiting => "waiting",
                ItemPhase.Succeeded => "done",
                _ => "failed",
            },
            item.Model,
            item.Attempt,
            item.TriesOnModel)));
        Assert.Equal(_model.End switch { "succeeded" => nameof(TaskSucceeded), "failed" => nameof(TaskFailed), _ => null }, _told.Find(IsLast)?.GetType().Name);
        Assert.Equal(_model.Calls, _told.Select(told => told.Used ?? TaskUsage.None).Aggregate(_state.Untold, TaskUsage.Add).Models.Calls);
        // Nothing runs that nobody waits for, and what is waited for runs.
        Assert.Equal(
            _model.Items.Sum(item => item.Attempt - (item.Phase == "waiting" ? 1 : 0)),
            _begun.Count);
    }

    private static bool IsLast(TaskEvent happened) => happened is TaskSucceeded or TaskFailed;

    private static ImmutableDictionary<string, ImmutableArray<Resource>> Text { get; } = ImmutableDictionary<string, ImmutableArray<Resource>>.Empty.Add(
        "text", [new Resource(new ResourceId(new string('0', 64)), "text/plain", 1, "text.txt") { Text = "x" }]);
}
