using System.Collections.Immutable;
using Jarvis.Identity;

namespace Jarvis.Resources;

/// <summary>Where a resource comes from.</summary>
/// <param name="Task">The task that made it.</param>
/// <param name="Model">The model that the task ran on.</param>
/// <param name="Of">What it was made of.</param>
public sealed record Lineage(TaskId Task, ModelId Model, ImmutableArray<ResourceId> Of);
