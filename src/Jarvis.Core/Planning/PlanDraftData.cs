using System.Collections.Immutable;

namespace Jarvis.Planning;

/// <summary>A <see cref="PlanDraft"/> as plain data, as it is kept.</summary>
/// <param name="Limits">How big the plan may be.</param>
/// <param name="Tasks">The accepted tasks, each after all that it refers to.</param>
/// <param name="Waiting">The tasks that wait for later ones.</param>
/// <param name="Dropped">What was dropped.</param>
/// <param name="DroppedIds">The numbers of dropped tasks.</param>
/// <param name="Lost">The accepted tasks whose results cannot be taken.</param>
/// <param name="NotToldOf">How many more were dropped.</param>
public sealed record PlanDraftData(
    PlanLimits Limits,
    ImmutableArray<PlannedTask> Tasks,
    ImmutableArray<PlannedTask> Waiting,
    ImmutableArray<PartDropped> Dropped,
    ImmutableArray<int> DroppedIds,
    ImmutableArray<int> Lost,
    int NotToldOf);
