using System.Collections.Immutable;
using Jarvis.Planning;

namespace Jarvis.Events;

/// <summary>Somebody changed the plan before it ran.</summary>
/// <param name="Version">The version that the plan has now.</param>
/// <param name="Tasks">The tasks that are new or other than before.</param>
/// <param name="Removed">The numbers of the tasks that are not in the plan any more; nothing more is told of them.</param>
public sealed record PlanEdited(int Version, ImmutableArray<PlannedTask> Tasks, ImmutableArray<int> Removed) : ConversationEvent;
