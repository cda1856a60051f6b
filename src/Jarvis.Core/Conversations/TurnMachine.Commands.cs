using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Events;

namespace Jarvis.Conversations;

public static partial class TurnMachine
{
    /// <summary>What somebody decides about a turn. Why a turn that has ended is opened again by a retry: deploy/decisions/0012.</summary>
    private sealed partial class Step
    {
        /// <summary>Why the command was refused; null when it was not. A refused one changes nothing.</summary>
        internal JarvisError? Refused { get; private set; }

        /// <summary>What a command is answered with.</summary>
        internal TurnReceipt? Receipt { get; private set; }

        private void Obey(TurnInput.Commanded commanded)
        {
            var command = commanded.Command;
            var fingerprint = command.IdempotencyKey is null ? "" : CommandFingerprint.Of(command);
            if (State.Receipts.FirstOrDefault(receipt => receipt.Key == command.IdempotencyKey) is { } known)
            {
                Refused = known.Fingerprint == fingerprint ? null : Conflict("This idempotency key was used for something else; use a new key.");
                Receipt = known.Receipt;
                return;
            }

            var before = State;
            Refused = command switch
            {
                ApproveTasks approve => Approve(approve),
                RejectTasks reject => Reject(reject),
                EditPlan edit => Edit(edit, commanded.Appraisals),
                CancelTask cancel => Cancel(cancel),
                RetryTask retry => Retry(retry, commanded.Deadline),
                _ => new JarvisError(ErrorCode.InvalidRequest, "There is no such command; see the documentation for those there are."),
            };
            Receipt = new(State.Id, commanded.Sequence);
            if (command.IdempotencyKey is { } key && !ReferenceEquals(before, State))
            {
                State = State with
                {
                    Receipts = [.. State.Receipts.TakeLast(ConversationHead.MaxKeys - 1), new IdempotentReceipt(key, fingerprint, Receipt)],
                };
            }
        }

        private JarvisError? Cancel(CancelTask command)
        {
            if (!State.Tasks.TryGetValue(command.Task, out var entry))
            {
                return NoTask(command.Task);
            }

            var error = new JarvisError(ErrorCode.Cancelled, "It was cancelled.");
            switch (entry.Phase)
            {
                case TaskPhase.Running:
                    Effects.Add(new TurnEffect.CancelTask(command.Task));
                    Emit(new TaskFailed(command.Task, error));
                    Ended(entry with { Phase = TaskPhase.Failed, Error = error, Stopped = true });
                    break;
                case TaskPhase.Blocked or TaskPhase.Held:
                    Skip(entry with { Stopped = true }, error);
                    break;
            }

            ReleaseReady();
            return null;
        }

        private JarvisError? Retry(RetryTask command, DateTimeOffset deadline)
        {
            if (!State.Tasks.TryGetValue(command.Task, out var entry))
            {
                return NoTask(command.Task);
            }

            if (!entry.HasEnded)
            {
                return null;
            }

            if (entry.Phase == TaskPhase.Succeeded)
            {
                return Conflict($"Task {command.Task} succeeded; there is nothing to retry.");
            }

            if (State.Phase == TurnPhase.Answering)
            {
                return Conflict("The answer is being written; retry the task once the turn has ended.") with { Retryable = true };
            }

            if (entry.Planned.DataDependencies().Select(number => State.Tasks[number]).FirstOrDefault(IsWithoutResult) is { } lost)
            {
                return Conflict($"Task {command.Task} needs the result of task {lost.Planned.Id} ({lost.Planned.Type}), which there is none of; retry that one.");
            }

            if (State.Phase == TurnPhase.Ended)
            {
                Reopen(deadline);
            }

            Revive(command.Task);
            return null;
        }

        private void Reopen(DateTimeOffset deadline)
        {
            var error = State.Error;
            Emit(new TurnReopened());
            State = State with
            {
                Phase = TurnPhase.Running,
                Status = TurnStatus.Open,
                Deadline = deadline,
                AnswerText = "",
                Answer = null,
                Uncounted = TurnUsage.None,
                // What failed before was lived with; and of two new plans at most one is asked for, though the first came too late.
                Replan = State.Replan with
                {
                    Phase = State.Replan.Phase == ReplanPhase.Planning ? ReplanPhase.Finished : State.Replan.Phase,
                    Failed = [],
                },
            };
            if (!State.IsPlanned)
            {
                FinishPlan(error);
            }

            State = State with { Error = null };
            Effects.Add(new TurnEffect.WatchDeadline());
        }

        /// <summary>Runs a task again, with all that was skipped or is held back for want of its result alone.</summary>
        private void Revive(int task)
        {
            var revived = new HashSet<int> { task };
            State = State with { Replan = State.Replan with { Failed = State.Replan.Failed.Remove(task) } };
            foreach (var entry in State.Order.Select(number => State.Tasks[number]).Where(entry => !entry.Stopped))
            {
                if (entry.Phase is TaskPhase.Skipped or TaskPhase.Held
                    && entry.Planned.Dependencies().Any(revived.Contains)
                    && entry.Planned.DataDependencies().All(number => revived.Contains(number) || !IsWithoutResult(State.Tasks[number])))
                {
                    revived.Add(entry.Planned.Id);
                }
            }

            foreach (var entry in State.Order.Where(revived.Contains).Select(number => State.Tasks[number]))
            {
                var again = entry with
                {
                    Phase = TaskPhase.Blocked,
                    Error = null,
                    Stopped = false,
                    // What nobody said yes to is asked about again.
                    ApprovalPhase = entry.ApprovalPhase == ApprovalPhase.Asked && entry.HasEnded ? ApprovalPhase.Needed : entry.ApprovalPhase,
                };
                Set(again with { Retry = entry.Retry + (entry.HasEnded ? 1 : 0) });
                if (entry.HasEnded)
                {
                    Emit(new TaskRetried(entry.Planned.Id));
                }
            }

            Relate();
            ReleaseReady();
        }

        /// <summary>Whether nobody can take the task's result, as things are.</summary>
        private static bool IsWithoutResult(TaskEntry entry) => entry.Phase is TaskPhase.Failed or TaskPhase.Skipped or TaskPhase.Held;
    }
}
