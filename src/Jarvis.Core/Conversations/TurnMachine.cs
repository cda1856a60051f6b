using Jarvis.Answers;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.LanguageModels;
using Jarvis.Planning;
using Jarvis.Tasks;

namespace Jarvis.Conversations;

/// <summary>
/// The life of a turn as a pure state machine: plan, run every task the moment its last dependency ends, answer. It keeps no state of its
/// own, reads no clock and does nothing: it says what is to be done.
/// </summary>
public static partial class TurnMachine
{
    /// <summary>The longest answer, in characters; it is cut off there.</summary>
    internal const int MaxAnswer = 262_144;

    /// <summary>The most notes, and the most parts that a planner says it dropped; what comes after is only counted as more.</summary>
    internal const int MaxTold = 64;

    /// <summary>The longest note, part or reason of a planner, in characters.</summary>
    private const int MaxSaid = 2048;

    /// <summary>How long an answer that is made of what there is when time is up may take.</summary>
    internal static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(30);

    /// <summary>Takes an input.</summary>
    /// <param name="state">The state that it comes to.</param>
    /// <param name="input">The input. One that comes too late changes nothing.</param>
    public static TurnTransition Apply(TurnState state, TurnInput input)
    {
        var step = new Step(state);
        // A turn that has ended can be opened again, by a command and by nothing else.
        if (state.Phase != TurnPhase.Ended || input is TurnInput.Commanded)
        {
            step.Take(input);
        }

        return new TurnTransition(step.State, step.Effects) { Refused = step.Refused, Receipt = step.Receipt };
    }

    private sealed partial class Step(TurnState state)
    {
        /// <summary>Tasks that wait for nothing any more. A queue, because a plan may be deeper than the stack.</summary>
        private readonly Queue<int> _ready = new();

        internal TurnState State { get; private set; } = state;

        internal List<TurnEffect> Effects { get; } = [];

        internal void Take(TurnInput input)
        {
            switch (input)
            {
                case TurnInput.Accepted accepted:
                    Accept(accepted);
                    break;
                case TurnInput.Resumed resumed:
                    Resume(resumed);
                    break;
                case TurnInput.HostLost:
                    ResumeTasks();
                    break;
                case TurnInput.Planned { Report: var report } when IsPlanning(report.IsReplan):
                    Plan(report);
                    break;
                case TurnInput.TaskReported { Events: var events }:
                    foreach (var happened in events)
                    {
                        TaskReported(happened);
                    }

                    break;
                case TurnInput.Answered { Report: var report } when State.Phase == TurnPhase.Answering:
                    Answered(report);
                    break;
                case TurnInput.CancelAsked:
                    Cancel();
                    break;
                case TurnInput.Commanded commanded:
                    Obey(commanded);
                    break;
                case TurnInput.DeadlinePassed:
                    Expire();
                    break;
                case TurnInput.BrokenOff { Error: var error }:
                    StopTasks();
                    EndTasks(error);
                    End(TurnStatus.Failed, error);
                    break;
            }

            ReplanWhenDue();
            AnswerWhenDone();
            AskWhenDue();
        }

        private void TaskReported(TaskEvent happened)
        {
            if (!State.Tasks.TryGetValue(happened.Task, out var entry) || entry.Phase != TaskPhase.Running || entry.Retry != happened.Retry)
            {
                return;
            }

            if (happened.Used is { } used)
            {
                Use(TurnUsage.None.With(used));
            }

            Emit(happened);
            switch (happened)
            {
                case TaskSucceeded { Result: var result }:
                    Ended(entry with { Phase = TaskPhase.Succeeded, Result = result });
                    break;
                case TaskFailed { Error: var error }:
                    HoldDependents(entry, error);
                    Ended(entry with { Phase = TaskPhase.Failed, Error = error });
                    break;
            }

            ReleaseReady();
        }

        private void Ended(TaskEntry entry)
        {
            var tasks = State.Tasks.SetItem(entry.Planned.Id, entry);
            foreach (var dependent in entry.Dependents)
            {
                var next = tasks[dependent];
                next = next with { Blockers = next.Blockers - 1 };
                tasks = tasks.SetItem(dependent, next);
                if (next is { Blockers: 0, Phase: TaskPhase.Blocked })
                {
                    _ready.Enqueue(dependent);
                }
            }

            State = State with { Tasks = tasks, Unfinished = State.Unfinished - 1 };
        }

        private void ReleaseReady()
        {
            while (_ready.TryDequeue(out var number))
            {
                Release(number);
            }
        }

        /// <summary>All that the task depends on has ended: it runs, or waits to be approved, or it never will.</summary>
        private void Release(int number)
        {
            var entry = State.Tasks[number];
            if (entry.Phase != TaskPhase.Blocked)
            {
                return;
            }

            foreach (var dependency in entry.Planned.DataDependencies())
            {
                if (State.Tasks[dependency] is { Phase: not TaskPhase.Succeeded } failed)
                {
                    Skip(entry, new JarvisError(failed.Error!.Code, Lacks(failed)));
                    return;
                }
            }

            if (entry.ApprovalPhase is ApprovalPhase.Needed or ApprovalPhase.Asked)
            {
                return;
            }

            try
            {
                var assignment = TaskArguments.Resolve(State, entry.Planned);
                if (AskedNow(entry, assignment) is { } asked)
                {
                    Set(entry with { Approval = asked, ApprovalPhase = ApprovalPhase.Needed });
                    return;
                }

                Set(entry with { Phase = TaskPhase.Running });
                Start(entry, assignment);
            }
            catch (JarvisException exception)
            {
                Skip(entry, exception.ToError());
            }
        }

        private void Start(TaskEntry entry, TaskAssignment assignment) => Effects.Add(new TurnEffect.StartTask(assignment with
        {
            Unapproved = entry.ApprovalPhase == ApprovalPhase.Given ? null : State.Request.Approval,
        }));

        private void Skip(TaskEntry entry, JarvisError error)
        {
            Emit(new TaskSkipped(entry.Planned.Id, error));
            Ended(entry with { Phase = TaskPhase.Skipped, Error = error });
        }

        private void Cancel()
        {
            var error = new JarvisError(ErrorCode.Cancelled, "The turn was cancelled.");
            StopTasks();
            EndTasks(error);
            End(TurnStatus.Cancelled, error);
        }

        /// <summary>Time is up: what still runs fails, what waits is skipped, and the answer is made of what there is.</summary>
        private void Expire()
        {
            var error = new JarvisError(ErrorCode.DeadlineExceeded, "The turn's time was up; ask again with more time.");
            if (State.Phase == TurnPhase.Answering)
            {
                End(TurnStatus.Failed, error);
                return;
            }

            if (State.PendingApproval() is { } pending)
            {
                error = error with { Message = $"Nobody approved {Numbers(pending)} before the turn's time was up; ask again with more time." };
            }

            StopTasks();
            if (State.Phase == TurnPhase.Planning)
            {
                FinishPlan(error);
            }

            EndReplan(error);
            EndTasks(error);
            State = State with { Error = error };
            if (!State.Order.IsEmpty)
            {
                // Whoever writes the answer may hang too.
                State = State with { Deadline = State.Deadline + AnswerTime };
                Effects.Add(new TurnEffect.WatchDeadline());
            }
        }

        /// <summary>Ends what has not: what runs has failed, what waits was skipped.</summary>
        private void EndTasks(JarvisError error)
        {
            foreach (var number in State.Order)
            {
                var entry = State.Tasks[number];
                switch (entry.Phase)
                {
                    case TaskPhase.Running:
                        Emit(new TaskFailed(number, error));
                        Set(entry with { Phase = TaskPhase.Failed, Error = error });
                        break;
                    case TaskPhase.Blocked or TaskPhase.Held:
                        Emit(new TaskSkipped(number, error));
                        Set(entry with { Phase = TaskPhase.Skipped, Error = error });
                        break;
                }
            }

            State = State with { Unfinished = 0 };
        }

        private static string Numbers(PendingApproval pending) =>
            $"{(pending.Tasks.Length == 1 ? "task" : "tasks")} {PlanText.List([.. pending.Tasks.Select(asked => $"{asked.Task}")], "and")}";

        /// <summary>The last first: they are the ones that wait for a model, and one that is stopped must not make room for them.</summary>
        private void StopTasks()
        {
            foreach (var number in State.Order.Reverse().Where(number => State.Tasks[number].Phase == TaskPhase.Running))
            {
                Effects.Add(new TurnEffect.CancelTask(number));
            }
        }

        private void AnswerWhenDone()
        {
            if (State is not { Phase: TurnPhase.Running, Unfinished: 0, Replan.Phase: not ReplanPhase.Planning })
            {
                return;
            }

            State = State with { Phase = TurnPhase.Answering };
            if (State.Order.IsEmpty && (State.Error ?? NotFetched()) is { } error)
            {
                End(TurnStatus.Failed, error);
            }
            else if (State is { Order.IsEmpty: true, DirectAnswer: { } direct })
            {
                Answered(new AnswerReport(direct, Finished: true));
            }
            else
            {
                StartAnswer();
            }
        }

        private void StartAnswer() => Effects.Add(new TurnEffect.StartAnswer(new AnswerRequest(
            State.Id,
            State.Request.Text,
            [.. State.Order.Select(number => State.Tasks[number].ToOutcome())],
            State.Dropped)
        {
            Spent = State.Usage.LanguageModels,
        }));

        private void Answered(AnswerReport report)
        {
            Use(new TurnUsage { Answering = report.Used ?? LanguageModelUsage.None });
            var room = MaxAnswer - State.AnswerText.Length;
            var text = Excerpt.Of(report.Text, room);
            if (text.Length > 0)
            {
                State = State with { AnswerText = State.AnswerText + text };
                Emit(new AnswerDelta(text));
            }

            if (report.Error is not null)
            {
                End(TurnStatus.Failed, report.Error);
            }
            else if (report.Finished || report.Text.Length > room)
            {
                var answer = CitationChecker.Check(State.AnswerText, [.. State.Known, .. State.Produced()]);
                State = State with { Answer = answer };
                Emit(new AnswerFinished(answer));
                var failure = Failure();
                End(failure is null ? TurnStatus.Answered : IsUnwanted() ? TurnStatus.Cancelled : TurnStatus.Failed, failure);
            }
        }

        /// <summary>
        /// What keeps the turn from counting as answered, or null. A turn is answered when one of the tasks that no other depends on
        /// succeeded: those make what the user asked for, the others are on the way there.
        /// </summary>
        private JarvisError? Failure()
        {
            if (State.Order.IsEmpty)
            {
                return State.DirectAnswer is null
                    ? State.Error ?? new JarvisError(ErrorCode.PlanInvalid, NothingPlanned())
                    : null;
            }

            var ends = State.Order.Select(number => State.Tasks[number]).Where(entry => entry.Dependents.IsEmpty).ToList();
            return ends.Any(entry => entry.Phase == TaskPhase.Succeeded)
                ? null
                : State.Error
                    ?? State.Order.Select(number => State.Tasks[number]).First(entry => entry.Error is not null).Error;
        }

        /// <summary>Why a file that the request names could not be fetched: what a planner says by itself instead is made up.</summary>
        private JarvisError? NotFetched() => State.Fetches.FirstOrDefault(fetch => fetch.Error is not null)?.Error;

        /// <summary>Whether nothing went wrong but what somebody cancelled or rejected.</summary>
        private bool IsUnwanted() => State.Error is null && State.Tasks.Values.Any(entry => entry.Stopped) && State.Tasks.Values.All(entry =>
            entry.Stopped || entry.Phase == TaskPhase.Succeeded || (entry.Phase == TaskPhase.Skipped && entry.Error!.Code == ErrorCode.Cancelled));

        private string NothingPlanned() => State.Dropped is [var first, ..]
            ? $"Nothing of the request could be planned. {first.Reason}"
            : "Nothing of the request could be planned; say it in other words.";

        private void End(TurnStatus status, JarvisError? error)
        {
            if (!State.Usage.IsNone)
            {
                Emit(new UsageReported(State.Usage));
            }

            State = State with { Phase = TurnPhase.Ended, Status = status, Error = error };
            Emit(new TurnFinished(status, error));
        }

        private void Use(TurnUsage used) =>
            State = used.IsNone ? State : State with { Usage = State.Usage + used, Uncounted = State.Uncounted + used };

        private void Set(TaskEntry entry) => State = State with { Tasks = State.Tasks.SetItem(entry.Planned.Id, entry) };

        private void Emit(ConversationEvent happened)
        {
            if (happened is TaskEvent task && State.Tasks[task.Task].Retry is var retry && retry != task.Retry)
            {
                happened = task with { Retry = retry };
            }

            Effects.Add(new TurnEffect.Emit(happened with { Turn = State.Id.Number }));
        }

        private static string Lacks(TaskEntry lost) =>
            $"It needs the result of task {lost.Planned.Id} ({lost.Planned.Type}), which {(lost.Phase == TaskPhase.Skipped ? "was not run" : "failed")}.";
    }
}
