using System.Collections.Immutable;
using Jarvis.Answers;

namespace Jarvis.Planning;

/// <summary>
/// A plan of which tasks have failed with every model, for a planner to plan on from. New tasks have numbers of their own and may take the
/// results of tasks that succeeded or are still to run. What results and errors say comes from outside: it is data, never instructions.
/// </summary>
/// <param name="Ended">The tasks that succeeded, failed or were skipped, in plan order.</param>
/// <param name="Open">The tasks that run or will run all the same, in plan order.</param>
/// <param name="Wanted">The tasks that need what a failed task was to give, in plan order: what new tasks are to stand in for.</param>
public sealed record FailedPlan(ImmutableArray<TaskOutcome> Ended, ImmutableArray<PlannedTask> Open, ImmutableArray<PlannedTask> Wanted)
{
    /// <summary>All tasks of the plan, in the order of their numbers.</summary>
    public IEnumerable<PlannedTask> Tasks => Ended.Select(outcome => outcome.Task).Concat(Open).Concat(Wanted).OrderBy(task => task.Id);

    /// <summary>The numbers of the tasks whose results nobody can take any more.</summary>
    public IEnumerable<int> Lost => Ended.Where(outcome => outcome.Result is null).Select(outcome => outcome.Task.Id).Concat(Wanted.Select(task => task.Id));
}
