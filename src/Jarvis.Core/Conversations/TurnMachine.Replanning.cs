using Jarvis.Answers;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Planning;

namespace Jarvis.Conversations;

public static partial class TurnMachine
{
    /// <summary>
    /// What failures do to a plan. What needs a failed task's result is held back, not skipped, until the planner was asked once for
    /// another way; all other tasks run on. Why so, and when it is asked: deploy/decisions/0005.
    /// </summary>
    private sealed partial class Step
    {
        /// <summary>Whether another plan can help. Somebody stopped it, or time, money or space ran out: a new plan would meet the same.</summary>
        private static bool IsWorthReplanning(JarvisError error) => error.Code
            is not (ErrorCode.Cancelled or ErrorCode.DeadlineExceeded or ErrorCode.QuotaExceeded or ErrorCode.Overloaded or ErrorCode.StorageFailed);

        private void HoldDependents(TaskEntry failed, JarvisError error)
        {
            if (State.Replan.Phase != ReplanPhase.Possible || !IsWorthReplanning(error))
            {
                return;
            }

            State = State with { Replan = State.Replan with { Failed = State.Replan.Failed.Add(failed.Planned.Id) } };
            // Not by recursion: a plan may be deeper than the stack.
            var lost = new Queue<TaskEntry>([failed]);
            while (lost.TryDequeue(out var next))
            {
                foreach (var dependent in next.Dependents.Select(number => State.Tasks[number]))
                {
                    if (dependent.Phase == TaskPhase.Blocked && dependent.Planned.DataDependencies().Contains(next.Planned.Id))
                    {
                        var held = dependent with { Phase = TaskPhase.Held };
                        Set(held);
                        lost.Enqueue(held);
                    }
                }
            }
        }

        /// <summary>Whether a task that is planned only now comes too late for what it needs, while there may yet be another way.</summary>
        private bool IsLost(int number) => State.Replan.Phase == ReplanPhase.Possible
            && (State.Tasks[number].Phase == TaskPhase.Held || State.Replan.Failed.Contains(number));

        private void ReplanWhenDue()
        {
            if (State is not { Phase: TurnPhase.Running, Replan: { Phase: ReplanPhase.Possible, Failed.IsEmpty: false } replan })
            {
                return;
            }

            if (State.Error is not null || State.Draft.IsFull)
            {
                State = State with { Replan = replan with { Phase = ReplanPhase.Never } };
                SkipHeld(isReplanned: false);
                return;
            }

            // Tasks of one type share its models, and so, often, their fate; what fails together is planned around together.
            var types = replan.Failed.Select(number => State.Tasks[number].Planned.Type).ToHashSet(StringComparer.Ordinal);
            if (State.Tasks.Values.Any(entry => entry.Phase == TaskPhase.Running && types.Contains(entry.Planned.Type)))
            {
                return;
            }

            var failed = ToFailedPlan();
            State = State with
            {
                Draft = State.Draft.Reopen(failed.Lost),
                Replan = replan with
                {
                    Phase = ReplanPhase.Planning,
                    Tasks = State.Order.Count,
                    Dropped = State.Dropped.Length,
                    Notes = State.Notes.Length,
                },
            };
            Emit(new PlanStarted(State.Planner) { IsReplan = true });
            Effects.Add(new TurnEffect.StartPlanning(failed));
        }

        private FailedPlan ToFailedPlan()
        {
            var entries = State.Order.Select(number => State.Tasks[number]).ToList();
            return new FailedPlan(
                [.. entries.Where(entry => entry.HasEnded).Select(entry => entry.ToOutcome())],
                [.. entries.Where(entry => entry.Phase is TaskPhase.Running or TaskPhase.Blocked).Select(entry => entry.Planned)],
                [.. entries.Where(entry => entry.Phase == TaskPhase.Held).Select(entry => entry.Planned)]);
        }

        /// <summary>Ends planning again, begun or not. What is held stays so.</summary>
        private void EndReplan(JarvisError? error)
        {
            var replan = State.Replan;
            if (replan.Phase == ReplanPhase.Possible)
            {
                State = State with { Replan = replan with { Phase = ReplanPhase.Never } };
            }

            if (replan.Phase != ReplanPhase.Planning)
            {
                return;
            }

            var planned = State.Order.Count - replan.Tasks;
            CloseDraft(planned == 0 ? null : error, "The rest of the new plan");
            if (planned == 0 && error is not null)
            {
                State = State with { Notes = State.Notes.Add($"What failed could not be planned again. {Excerpt.Of(error.Message, MaxSaid)}") };
            }

            State = State with { Replan = replan with { Phase = ReplanPhase.Finished } };
            Emit(new PlanFinished(planned, State.Dropped[replan.Dropped..], State.Notes[replan.Notes..]) { IsReplan = true });
        }

        /// <summary>Skips what is held, each with what it lacks: those that it needs come before it in the plan.</summary>
        private void SkipHeld(bool isReplanned)
        {
            foreach (var entry in State.Order.Select(number => State.Tasks[number]).Where(entry => entry.Phase == TaskPhase.Held))
            {
                var lost = entry.Planned.DataDependencies().Select(number => State.Tasks[number])
                    .First(needed => needed.Phase is TaskPhase.Failed or TaskPhase.Skipped);
                Skip(entry, new JarvisError(lost.Error!.Code, isReplanned ? $"Re-planned. {Lacks(lost)}" : Lacks(lost)));
            }

            ReleaseReady();
        }
    }
}
