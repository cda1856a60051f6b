using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Tasks;

namespace Jarvis.Selection;

/// <summary>What a model is to be chosen for.</summary>
/// <param name="TaskType">The task type's name.</param>
/// <param name="Options">The task's options.</param>
/// <param name="Candidates">The models of the catalog that name the task type.</param>
public sealed record SelectionRequest(
    string TaskType,
    ImmutableDictionary<string, string> Options,
    ImmutableArray<ModelCandidate> Candidates)
{
    /// <summary>What goes into one run of the task, so that its price can be estimated; empty where that is not known.</summary>
    public ImmutableDictionary<string, ImmutableArray<TaskInput>> Inputs { get; init => field = value ?? ImmutableDictionary<string, ImmutableArray<TaskInput>>.Empty; } =
        ImmutableDictionary<string, ImmutableArray<TaskInput>>.Empty;

    /// <summary>The turn that it is for, so that what choosing uses can be counted; null where there is none.</summary>
    public TurnId? Turn { get; init; }

    /// <summary>What the turn is known to have used of language models before, wherever that was; null for nothing.</summary>
    public LanguageModelUsage? Spent { get; init; }
}
