using System.Collections.Immutable;

namespace Jarvis.Selection;

/// <summary>What a model is to be chosen for.</summary>
/// <param name="TaskType">The task type's name.</param>
/// <param name="Options">The task's options.</param>
/// <param name="Candidates">The models of the catalog that name the task type.</param>
public sealed record SelectionRequest(
    string TaskType,
    ImmutableDictionary<string, string> Options,
    ImmutableArray<ModelCandidate> Candidates);
