using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.LanguageModels;
using Jarvis.Models;
using Jarvis.Resources;
using Jarvis.Selection;

namespace Jarvis.Tasks;

/// <summary>
/// The life of a task as a pure state machine: choose, try, retry, fall over to the next model, for each item of what it maps over. It
/// keeps no state of its own, reads no clock and does nothing: it says what is to be done.
/// </summary>
/// <param name="retry">How attempts are repeated.</param>
public sealed partial class TaskMachine(RetryPolicy retry)
{
    /// <summary>Progress is told in steps of at least this much.</summary>
    private const double ProgressStep = 0.01;

    /// <summary>Takes an input.</summary>
    /// <param name="state">The state that it comes to.</param>
    /// <param name="input">The input. One that comes too late changes nothing.</param>
    public TaskTransition Apply(TaskState state, TaskMachineInput input)
    {
        var step = new Step(retry, state);
        if (!state.HasEnded)
        {
            step.Take(input);
        }

        return new TaskTransition(step.State, step.Effects);
    }

    private sealed partial class Step(RetryPolicy retry, TaskState state)
    {
        internal TaskState State { get; private set; } = state;

        internal List<TaskEffect> Effects { get; } = [];

        private int Number => State.Assignment.Id.Number;

        /// <summary>Whether the new state is kept, so that what is told of it now is not told again after a restart.</summary>
        private bool IsKept { get; set; }

        internal void Take(TaskMachineInput input)
        {
            IsKept = input.IsKept;
            switch (input)
            {
                case TaskMachineInput.Started:
                    Effects.Add(new TaskEffect.Select());
                    break;
                case TaskMachineInput.Resumed { Now: var now }:
                    Resume(now);
                    break;
                case TaskMachineInput.Selected { Selection: var selection } when State.Items.IsEmpty:
                    Use(new TaskUsage { Choosing = selection.Used ?? LanguageModelUsage.None });
                    Begin(selection);
                    break;
                case TaskMachineInput.Reported { Report: var report, Now: var now } when IsCurrent(report.Id):
                    Reported(report, now);
                    break;
                case TaskMachineInput.RetryDue { Item: var item, Attempt: var attempt }
                    when Item(item) is { Phase: ItemPhase.Waiting } waiting && waiting.Attempt == attempt:
                    Try(item, waiting);
                    break;
                case TaskMachineInput.Cancelled:
                    Cancel();
                    break;
                case TaskMachineInput.BrokenOff { Error: var error }:
                    Cancel();
                    End(new TaskFailed(Number, error));
                    break;
            }
        }

        private TaskItem? Item(int number) => number >= 0 && number < State.Items.Length ? State.Items[number] : null;

        private bool IsCurrent(AttemptId id) => id.Task == State.Assignment.Id && Item(id.Item) is { Phase: ItemPhase.Trying } item && item.Attempt == id.Attempt;

        private void Begin(ModelSelection selection)
        {
            if (selection.Ranked.IsDefaultOrEmpty)
            {
                End(new TaskFailed(
                    Number, selection.Error ?? new JarvisError(ErrorCode.ModelUnavailable, $"No model for {State.Assignment.Type} was chosen.")));
                return;
            }

            var count = State.Assignment.CountItems();
            State = State with
            {
                Ranked = selection.Ranked,
                Items = [.. Enumerable.Repeat(new TaskItem(ItemPhase.Waiting, 0, 1, 1), count)],
            };
            Announce(0);
            for (var item = 0; item < count; item++)
            {
                Try(item, State.Items[item]);
            }
        }

        private void Try(int number, TaskItem item)
        {
            Set(number, item with { Phase = ItemPhase.Trying, Started = false, Fraction = 0, DueAt = null });
            var assignment = State.Assignment;
            Effects.Add(new TaskEffect.Enqueue(
                State.Ranked[item.Model].Model,
                new ModelJob(new AttemptId(assignment.Id, number, item.Attempt), assignment.Type, assignment.Deadline)
                {
                    Priority = assignment.Priority,
                    Hops = assignment.Hops,
                    Inputs = InputsOf(number),
                    Options = assignment.Options,
                    Spent = assignment.Spent,
                }));
        }

        private ImmutableDictionary<string, ImmutableArray<TaskInput>> InputsOf(int item)
        {
            var inputs = State.Assignment.Inputs;
            foreach (var port in State.Assignment.MapOver)
            {
                inputs = inputs.SetItem(port, [inputs[port][item]]);
            }

            return inputs;
        }

        private void Reported(AttemptReport report, DateTimeOffset now)
        {
            var number = report.Id.Item;
            var item = State.Items[number];
            var model = State.Ranked[item.Model];
            switch (report)
            {
                case AttemptStarted when !item.Started:
                    Set(number, item with { Started = true });
                    Tell(new TaskStarted(Number, model.Model, item.Attempt));
                    break;
                case AttemptAdvanced { Fraction: var fraction } when !double.IsNaN(fraction):
                    Advance(number, item with { Fraction = Math.Clamp(fraction, 0, 1) });
                    break;
                case AttemptSucceeded { Outputs: var outputs, Cached: var cached, Used: var used, Price: var paid }:
                    if (!cached)
                    {
                        Effects.Add(new TaskEffect.Measure(model.Model, report.Id, Succeeded: true));
                        // A language model's price for a usual call is for choosing; what this call cost is known.
                        var price = used is null ? paid ?? model.Price : 0;
                        State = State with { Cost = State.Cost + price + (used?.Cost ?? 0) };
                        Use(new TaskUsage { Models = new(1, TimeSpan.Zero, price), Work = used ?? LanguageModelUsage.None });
                    }
                    else
                    {
                        Use(new TaskUsage { Models = ModelUsage.None with { Cached = 1 } });
                    }

                    Advance(number, item with { Phase = ItemPhase.Succeeded, Outputs = outputs, Fraction = 1, Cached = cached });
                    EndWhenDone(now);
                    break;
                case AttemptFailed { Error: var error, Used: var used }:
                    Use(new TaskUsage { Models = new(1, TimeSpan.Zero, 0), Work = used ?? LanguageModelUsage.None });
                    if (CountsAgainstModel(error))
                    {
                        Effects.Add(new TaskEffect.Measure(model.Model, report.Id, Succeeded: false));
                    }

                    Failed(number, item, error, now);
                    break;
            }
        }

        private void Failed(int number, TaskItem item, JarvisError error, DateTimeOffset now)
        {
            var attempt = new AttemptId(State.Assignment.Id, number, item.Attempt);
            var timeLeft = State.Assignment.Deadline - now;
            var delay = retry.DelayAfter(attempt, item.TriesOnModel, error.RetryAfter);
            var hasNext = item.Model + 1 < State.Ranked.Length;
            var waits = !hasNext || delay <= retry.LongestWait;
            if (error.Retryable && item.TriesOnModel < retry.AttemptsPerModel && delay < timeLeft && waits)
            {
                var next = item with
                {
                    Phase = ItemPhase.Waiting,
                    Attempt = item.Attempt + 1,
                    TriesOnModel = item.TriesOnModel + 1,
                    DueAt = now + delay,
                    Delay = delay,
                };
                Set(number, next);
                Tell(new TaskWaiting(Number, $"{error.Message} It is tried again.", delay));
                Effects.Add(new TaskEffect.Retry(number, next.Attempt, delay));
            }
            else if (FallsOver(error) && hasNext && timeLeft > TimeSpan.Zero)
            {
                var next = item with { Model = item.Model + 1, Attempt = item.Attempt + 1, TriesOnModel = 1 };
                Tell(new TaskWaiting(Number, $"{error.Message} {State.Ranked[next.Model].Model} takes over.", TimeSpan.Zero));
                Announce(next.Model);
                Try(number, next);
            }
            else
            {
                Set(number, item with { Phase = ItemPhase.Failed, Error = error });
                EndWhenDone(now);
            }
        }

        /// <summary>Another model can do nothing about a request that is wrong in itself, or that nobody waits for.</summary>
        private static bool FallsOver(JarvisError error) =>
            error.Code is not (ErrorCode.InvalidRequest or ErrorCode.Cancelled or ErrorCode.DeadlineExceeded or ErrorCode.NotFound);

        /// <summary>
        /// What is wrong with the input or a quota must not make the model look bad: anybody could bring a rival down so. Nor must that it is much
        /// asked for.
        /// </summary>
        private static bool CountsAgainstModel(JarvisError error) => FallsOver(error)
            ? error.Code is not (ErrorCode.TooLarge or ErrorCode.UnsupportedMedia or ErrorCode.Overloaded or ErrorCode.QuotaExceeded)
            : error.Code == ErrorCode.DeadlineExceeded;

        /// <summary>Tells which model is used; those that the task fell over from are not among the others.</summary>
        private void Announce(int model)
        {
            if (model <= State.Announced)
            {
                return;
            }

            State = State with { Announced = model };
            var ranked = State.Ranked[model];
            Tell(new ModelChosen(Number, ranked.Model, ranked.Score, ranked.Reason, [.. State.Ranked.Skip(model + 1).Take(4)]));
        }

        /// <summary>Progress is told when there is enough that is new; after a failed attempt it is not told again.</summary>
        private void Advance(int number, TaskItem item)
        {
            Set(number, item);
            var fraction = Fraction();
            if (fraction < 1 && fraction - State.Told >= ProgressStep)
            {
                State = State with { Told = fraction };
                Tell(new TaskProgress(Number, fraction));
            }
        }

        private double Fraction() => State.Items.Average(item => item.Phase == ItemPhase.Failed ? 1 : item.Fraction);

        private void EndWhenDone(DateTimeOffset now)
        {
            if (State.Items.Any(item => item.Phase is ItemPhase.Trying or ItemPhase.Waiting))
            {
                return;
            }

            Use(new TaskUsage { Models = new(0, now - State.StartedAt, 0) });
            var succeeded = State.Items.Where(item => item.Phase == ItemPhase.Succeeded).ToList();
            if (succeeded.Count == 0)
            {
                End(new TaskFailed(Number, State.Items[0].Error!));
                return;
            }

            var failures = State.Items
                .Select((item, number) => (item, number))
                .Where(entry => entry.item.Phase == ItemPhase.Failed)
                .Select(entry => new ItemFailure(entry.number, entry.item.Error!));
            End(new TaskSucceeded(
                Number,
                new TaskResult(Merge(succeeded), State.Ranked[succeeded.Max(item => item.Model)].Model, now - State.StartedAt)
                {
                    Attempts = State.Items.Sum(item => item.Attempt),
                    Cost = State.Cost,
                    Cached = succeeded.TrueForAll(item => item.Cached),
                    Failures = [.. failures],
                }));
        }

        private static ImmutableDictionary<string, ImmutableArray<Resource>> Merge(List<TaskItem> items) => items.Count == 1
            ? items[0].Outputs
            : items
                .SelectMany(item => item.Outputs)
                .GroupBy(output => output.Key, StringComparer.Ordinal)
                .ToImmutableDictionary(port => port.Key, port => port.SelectMany(output => output.Value).ToImmutableArray());

        /// <summary>The last first: they are the ones that wait for a model, and one that is stopped must not make room for them.</summary>
        private void Cancel()
        {
            for (var number = State.Items.Length - 1; number >= 0; number--)
            {
                if (State.Items[number] is { Phase: ItemPhase.Trying } item)
                {
                    Effects.Add(new TaskEffect.CancelAttempt(
                        State.Ranked[item.Model].Model, new AttemptId(State.Assignment.Id, number, item.Attempt)));
                }
            }

            State = State with { HasEnded = true };
        }

        private void End(TaskEvent last)
        {
            var told = Tell(last);
            State = State with { HasEnded = true, End = told };
        }

        private void Use(TaskUsage used) => State = State with { Untold = State.Untold + used };

        /// <summary>Tells what happened, and what was used up to then.</summary>
        /// <returns>What was told.</returns>
        private TaskEvent Tell(TaskEvent happened)
        {
            happened = happened with { Retry = State.Assignment.Id.Retry };
            if (IsKept && State.Untold != TaskUsage.None)
            {
                happened = happened with { Used = State.Untold };
                State = State with { Untold = TaskUsage.None };
            }

            Effects.Add(new TaskEffect.Report(happened));
            return happened;
        }

        private void Set(int number, TaskItem item) => State = State with { Items = State.Items.SetItem(number, item) };
    }
}
