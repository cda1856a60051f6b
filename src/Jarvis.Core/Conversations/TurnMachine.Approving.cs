using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Planning;
using Jarvis.Tasks;

namespace Jarvis.Conversations;

public static partial class TurnMachine
{
    /// <summary>
    /// What has to be approved. A task that has to be waits as a blocked one does; the question is asked once the plan is complete, for all tasks
    /// together. Why so: deploy/decisions/0013.
    /// </summary>
    private sealed partial class Step
    {
        /// <summary>A task that is new in the plan, with what has to be asked about it.</summary>
        private TaskEntry WithApproval(TaskEntry entry)
        {
            if (State.Request.Approval is null)
            {
                return entry with { Approval = null, ApprovalPhase = ApprovalPhase.NotNeeded };
            }

            var task = entry.Planned;
            var asked = State.Request.Approval.Ask(task.Id, State.Appraisals.GetValueOrDefault(task.Id), WrittenItems(task));
            return entry with { Approval = asked, ApprovalPhase = asked is null ? ApprovalPhase.NotNeeded : ApprovalPhase.Needed };
        }

        /// <summary>How often the plan itself says that the task runs; what else it maps over is known when it starts.</summary>
        private int WrittenItems(PlannedTask task)
        {
            var type = State.Draft.Types.Find(task.Type);
            return task.Arguments
                .Where(argument => argument.Value is ListArgument && type?.Input(argument.Key) is { Many: false })
                .Select(argument => ((ListArgument)argument.Value).Items.Length)
                .DefaultIfEmpty(1)
                .Max();
        }

        /// <summary>What has to be asked about a task that is about to start: how much it maps over is only known then.</summary>
        private TaskApproval? AskedNow(TaskEntry entry, TaskAssignment assignment)
        {
            var policy = State.Request.Approval;
            var asked = policy?.Ask(entry.Planned.Id, State.Appraisals.GetValueOrDefault(entry.Planned.Id), assignment.CountItems());
            var isCovered = entry.ApprovalPhase == ApprovalPhase.Given && (policy?.AboveCost is null || asked?.Cost <= entry.Approval?.Cost);
            return isCovered ? null : asked;
        }

        /// <summary>Asks for all that has to be approved, unless the plan is still being written: one question for one plan.</summary>
        private void AskWhenDue()
        {
            if (State is not { Request.Approval: not null, Phase: TurnPhase.Running, Replan.Phase: not ReplanPhase.Planning })
            {
                return;
            }

            var needed = State.Order.Select(number => State.Tasks[number])
                .Where(entry => entry is { ApprovalPhase: ApprovalPhase.Needed, HasEnded: false })
                .ToList();
            if (needed.Count == 0)
            {
                return;
            }

            foreach (var entry in needed)
            {
                Set(entry with { ApprovalPhase = ApprovalPhase.Asked });
            }

            State = State with { PlanVersion = State.PlanVersion + 1 };
            var pending = State.PendingApproval()!;
            var tasks = PlanText.List([.. pending.Tasks.Select(asked => $"{asked.Task} ({State.Tasks[asked.Task].Planned.Type})")], "and");
            var reasons = string.Join(' ', pending.Tasks.Select(asked => asked.Reason).Distinct(StringComparer.Ordinal));
            Emit(new ApprovalAsked($"{(pending.Tasks.Length == 1 ? "Task" : "Tasks")} {tasks}: {reasons}") { Version = pending.Version, Tasks = pending.Tasks });
        }

        private JarvisError? Approve(ApproveTasks command)
        {
            if (Addressed(command.Version, command.Tasks, out var entries) is { } refused)
            {
                return refused;
            }

            if (entries.Find(entry => IsTooLate(entry)) is { } late && (!command.Tasks.IsEmpty || !entries.Exists(IsSettled)))
            {
                return Conflict($"Task {late.Planned.Id} does not wait any more: {late.Error!.Message}");
            }

            Decide(approved: true, entries, null, entry =>
            {
                Set(entry with { ApprovalPhase = ApprovalPhase.Given });
                if (entry is { Phase: TaskPhase.Blocked, Blockers: 0 })
                {
                    _ready.Enqueue(entry.Planned.Id);
                }
            });
            return null;
        }

        private JarvisError? Reject(RejectTasks command)
        {
            if (Addressed(command.Version, command.Tasks, out var entries) is { } refused)
            {
                return refused;
            }

            if (entries.Find(entry => entry.ApprovalPhase == ApprovalPhase.Given && !entry.Stopped) is { } given
                && (!command.Tasks.IsEmpty || !entries.Exists(entry => entry.IsPending || entry.Stopped)))
            {
                return Conflict($"Task {given.Planned.Id} was approved already; cancel it instead.");
            }

            var error = new JarvisError(ErrorCode.Cancelled, $"It was rejected: {command.Reason}");
            Decide(approved: false, entries, command.Reason, entry => Skip(entry with { Stopped = true }, error));
            return null;
        }

        private void Decide(bool approved, List<TaskEntry> entries, string? reason, Action<TaskEntry> decide)
        {
            ImmutableArray<int> pending = [.. entries.Where(entry => entry.IsPending).Select(entry => entry.Planned.Id)];
            if (pending.IsEmpty)
            {
                return;
            }

            Emit(new ApprovalDecided(approved, pending, reason));
            foreach (var number in pending)
            {
                decide(State.Tasks[number]);
            }

            ReleaseReady();
        }

        /// <summary>The tasks that a decision is about, where it is about the plan as it is.</summary>
        private JarvisError? Addressed(int version, ImmutableArray<int> tasks, out List<TaskEntry> entries)
        {
            entries = [];
            if (OtherVersion(version) is { } other)
            {
                return other;
            }

            foreach (var number in tasks.IsEmpty ? State.Order : tasks.AsEnumerable())
            {
                if (!State.Tasks.TryGetValue(number, out var entry))
                {
                    return NoTask(number);
                }

                if (!tasks.IsEmpty && entry is { ApprovalPhase: ApprovalPhase.Needed, HasEnded: false })
                {
                    return Conflict($"Task {number} was not asked about yet; wait until it is.");
                }

                if (entry.ApprovalPhase != ApprovalPhase.NotNeeded)
                {
                    entries.Add(entry);
                }
            }

            return null;
        }

        private JarvisError? OtherVersion(int version)
        {
            if (State.PlanVersion == 0)
            {
                return Conflict(State.Request.Approval is null
                    ? "The turn was not asked to wait for approval; nothing waits."
                    : "The plan is not complete yet, or nothing of it has to be approved; wait until approval is asked for.");
            }

            return version == State.PlanVersion
                ? null
                : Conflict($"The plan is at version {State.PlanVersion}, not {version}; look at it again and decide about that.");
        }

        private static bool IsSettled(TaskEntry entry) => entry.IsPending || (entry.ApprovalPhase == ApprovalPhase.Given && !entry.Stopped);

        private static bool IsTooLate(TaskEntry entry) => entry is { HasEnded: true, ApprovalPhase: ApprovalPhase.Asked or ApprovalPhase.Needed };
    }
}
