using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Planning;

namespace Jarvis.Conversations;

public static partial class TurnMachine
{
    /// <summary>What somebody changes in a plan that waits for approval. The whole plan is checked anew, by the rules for planners.</summary>
    private sealed partial class Step
    {
        /// <summary>The most faults that are told of at once.</summary>
        private const int MaxFaults = 8;

        private JarvisError? Edit(EditPlan command, ImmutableDictionary<int, TaskAppraisal> appraisals)
        {
            if (OtherVersion(command.Version) is { } other)
            {
                return other;
            }

            if (State.Phase != TurnPhase.Running || State.PendingApproval() is null)
            {
                return Conflict("Nothing of the plan waits for approval any more, so it cannot be edited; cancel tasks, or ask again.");
            }

            if (State.Replan.Phase == ReplanPhase.Planning || State.Tasks.Values.Any(entry => entry.Phase == TaskPhase.Held))
            {
                return Conflict("Failed tasks are being planned around; edit the plan once it has changed.") with { Retryable = true };
            }

            if (Rewrite(command, out var draft) is { } fault)
            {
                return new JarvisError(ErrorCode.PlanInvalid, $"{fault} Nothing was changed; mend it and send it again.");
            }

            Replace(draft, command, appraisals);
            return null;
        }

        private JarvisError? NoTask(int number) => new(
            ErrorCode.NotFound, $"There is no task {number} in the plan of this turn; it has {PlanText.List([.. State.Order.Order().Select(task => $"{task}")], "and")}.");

        private static JarvisError Conflict(string message) => new(ErrorCode.Conflict, message);

        /// <summary>The plan as it would be, or what is wrong with it.</summary>
        private string? Rewrite(EditPlan command, out PlanDraft draft)
        {
            draft = State.Draft.Emptied();
            var changed = command.Tasks.ToDictionary(task => task.Id);
            var faults = command.Removed.Concat(changed.Keys.Where(State.Tasks.ContainsKey)).Select(Unchangeable)
                .Concat(command.Tasks.Select(Lacking))
                .OfType<string>()
                .ToList();
            var kept = State.Order.Where(number => !command.Removed.Contains(number))
                .Select(number => changed.Remove(number, out var task) ? task : State.Tasks[number].Planned)
                .ToList();
            foreach (var task in kept.Concat(changed.Values))
            {
                draft = draft.Add(task, out _);
            }

            draft = draft.Finish(out var dropped);
            faults.AddRange(dropped.Select(part => $"{part.Part}: {part.Reason}"));
            if (faults.Count == 0 && draft.Tasks.IsEmpty)
            {
                faults.Add("No task is left; reject the plan instead.");
            }

            return faults.Count switch
            {
                0 => null,
                <= MaxFaults => string.Join(' ', faults),
                _ => $"{string.Join(' ', faults.Take(MaxFaults))} {faults.Count - MaxFaults} more things are wrong.",
            };
        }

        private string? Unchangeable(int number) => State.Tasks.GetValueOrDefault(number) switch
        {
            null => $"There is no task {number} to remove.",
            // A run of a task is known by its number for good: what ran under it must not be taken for something else.
            { Phase: not TaskPhase.Blocked } or { Retry: > 0 } => $"Task {number} has begun or ended, so it stays as it is.",
            _ => null,
        };

        private string? Lacking(PlannedTask task)
        {
            var lost = task.DataDependencies().FirstOrDefault(number => State.Tasks.GetValueOrDefault(number) is { HasEnded: true, Result: null }, -1);
            return lost < 0 ? null : $"{PlanText.Part(task)}: task {lost} gave no result to take.";
        }

        private void Replace(PlanDraft draft, EditPlan command, ImmutableDictionary<int, TaskAppraisal> appraisals)
        {
            var changed = command.Tasks.Select(task => task.Id).ToHashSet();
            var known = State.Appraisals.RemoveRange(changed.Concat(command.Removed));
            State = State with
            {
                Draft = draft,
                Appraisals = known.SetItems(appraisals.Where(appraisal => changed.Contains(appraisal.Key))),
                PlanVersion = State.PlanVersion + 1,
                Order = [.. draft.Tasks.Select(task => task.Id)],
            };
            var before = State.Tasks;
            var entries = draft.Tasks.Select(task => changed.Contains(task.Id)
                ? WithApproval(new TaskEntry(task, TaskPhase.Blocked, 0))
                // Whoever approves, approves of the plan as it is now.
                : before[task.Id] is { IsPending: true } pending ? pending with { ApprovalPhase = ApprovalPhase.Needed } : before[task.Id]);
            State = State with { Tasks = entries.ToImmutableDictionary(entry => entry.Planned.Id) };
            Relate();
            Emit(new PlanEdited(State.PlanVersion, [.. draft.Tasks.Where(task => changed.Contains(task.Id))], command.Removed));
            ReleaseReady();
        }

        /// <summary>Works out anew who waits for whom, and finds who waits for nobody.</summary>
        private void Relate()
        {
            var dependents = State.Order
                .SelectMany(number => State.Tasks[number].Planned.Dependencies(), (number, needed) => (number, needed))
                .ToLookup(edge => edge.needed, edge => edge.number);
            foreach (var number in State.Order)
            {
                var entry = State.Tasks[number];
                var blockers = entry.Planned.Dependencies().Count(needed => !State.Tasks[needed].HasEnded);
                Set(entry with { Dependents = [.. dependents[number]], Blockers = entry.HasEnded ? entry.Blockers : blockers });
                if (entry.Phase == TaskPhase.Blocked && blockers == 0)
                {
                    _ready.Enqueue(number);
                }
            }

            State = State with { Unfinished = State.Tasks.Values.Count(entry => !entry.HasEnded) };
        }
    }
}
