using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Planning;

namespace Jarvis.Conversations;

public static partial class TurnMachine
{
    /// <summary>
    /// How a turn goes on after a break, from its last recorded step. What had ended counts; tasks that ran are handed over again, and their
    /// actors know what is left to do; what was being written, a plan or the answer, is written anew.
    /// </summary>
    private sealed partial class Step
    {
        private static readonly JarvisError CannotReplan = new(
            ErrorCode.ModelUnavailable, "The planner that was asked is not there any more, and the one that is cannot plan on.");

        private void Resume(TurnInput.Resumed resumed)
        {
            Emit(new TurnResumed());
            State = State with { Planner = resumed.Planner, AnswerText = "" };
            if (resumed.Now >= State.Deadline)
            {
                // Whoever writes the answer has as long as if time had run out just now.
                State = State with { Deadline = resumed.Now };
                Expire();
                return;
            }

            // A clock that was set back gives no more time than was left when something was told last.
            var rest = State.LastEvents is [.., { At: var told }] && told > resumed.Now ? State.Deadline - told : resumed.LongestRest;
            if (State.Deadline - resumed.Now > rest)
            {
                State = State with { Deadline = resumed.Now + rest };
            }

            Effects.Add(new TurnEffect.WatchDeadline());
            ResumeTasks();
            if (!resumed.CanReplan)
            {
                GiveUpReplanning();
            }

            ResumePlanning();
            if (State.Phase == TurnPhase.Answering)
            {
                StartAnswer();
            }
        }

        private void ResumeTasks()
        {
            foreach (var number in State.Order.Where(number => State.Tasks[number].Phase == TaskPhase.Running))
            {
                var entry = State.Tasks[number];
                try
                {
                    Start(entry, TaskArguments.Resolve(State, entry.Planned));
                }
                catch (JarvisException exception)
                {
                    TaskReported(new TaskFailed(number, exception.ToError()) { Retry = entry.Retry });
                }
            }
        }

        private void GiveUpReplanning()
        {
            if (State.Replan.Phase is not (ReplanPhase.Possible or ReplanPhase.Planning))
            {
                return;
            }

            EndReplan(CannotReplan);
            SkipHeld(isReplanned: false);
        }

        /// <summary>
        /// Asks the planner again where it had not finished. What only waited for the rest of the plan, was dropped or noted is said again, so
        /// it is forgotten.
        /// </summary>
        private void ResumePlanning()
        {
            if (State.Phase == TurnPhase.Planning)
            {
                State = State with { Draft = State.Draft.Reopen([]), Dropped = [], Notes = [], DirectAnswer = null, Replanned = State.Order.Count };
                Emit(new PlanStarted(State.Planner));
                Effects.Add(new TurnEffect.StartPlanning());
            }

            if (State.Replan is { Phase: ReplanPhase.Planning } replan)
            {
                var failed = ToFailedPlan();
                State = State with
                {
                    Draft = State.Draft.Reopen(failed.Lost),
                    Dropped = State.Dropped[..replan.Dropped],
                    Notes = State.Notes[..replan.Notes],
                    Replanned = State.Order.Count,
                };
                Emit(new PlanStarted(State.Planner) { IsReplan = true });
                Effects.Add(new TurnEffect.StartPlanning(failed));
            }
        }

        private bool IsPlannedAlready(PlannedTask task) => State.Order.IndexOf(task.Id) is var place and >= 0 && place < State.Replanned;
    }
}
