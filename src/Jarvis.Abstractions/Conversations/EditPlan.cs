using System.Collections.Immutable;
using Jarvis.Planning;

namespace Jarvis.Conversations;

/// <summary>
/// Changes a plan that waits for approval, as a whole or not at all. What has begun stays as it is. What is asked about afterwards is the new
/// plan, also for who changed it.
/// </summary>
/// <param name="Version">The version of the plan that was changed: of two who change the same version, the second is told of a conflict.</param>
public sealed record EditPlan(int Version) : TurnCommand
{
    /// <summary>Tasks to add, and, where their number is taken, to put in place of what is there.</summary>
    public ImmutableArray<PlannedTask> Tasks { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The numbers of tasks to take out.</summary>
    public ImmutableArray<int> Removed { get; init => field = value.IsDefault ? [] : value; } = [];
}
