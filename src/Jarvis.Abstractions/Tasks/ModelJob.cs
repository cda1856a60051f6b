using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.LanguageModels;

namespace Jarvis.Tasks;

/// <summary>One attempt, as a model is asked to run it.</summary>
/// <param name="Id">The attempt.</param>
/// <param name="TaskType">The task type's name.</param>
/// <param name="Deadline">When it has to be done.</param>
public sealed record ModelJob(AttemptId Id, string TaskType, DateTimeOffset Deadline)
{
    /// <summary>Whether somebody waits for it.</summary>
    public TurnPriority Priority { get; init; }

    /// <summary>How many servers it has come through already; 0 where it was asked for here.</summary>
    public int Hops { get; init; }

    /// <summary>The values of each input port.</summary>
    public ImmutableDictionary<string, ImmutableArray<TaskInput>> Inputs { get; init => field = value ?? ImmutableDictionary<string, ImmutableArray<TaskInput>>.Empty; } =
        ImmutableDictionary<string, ImmutableArray<TaskInput>>.Empty;

    /// <summary>The values of the options.</summary>
    public ImmutableDictionary<string, string> Options { get; init => field = value ?? ImmutableDictionary<string, string>.Empty; } =
        ImmutableDictionary<string, string>.Empty;

    /// <summary>What the turn is known to have used of language models before, wherever that was; null for nothing.</summary>
    public LanguageModelUsage? Spent { get; init; }
}
