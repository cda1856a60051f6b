using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Resources;

namespace Jarvis.Tasks;

/// <summary>One run of a task: the only one, or one for each value that the task maps over.</summary>
/// <param name="Phase">Where it is.</param>
/// <param name="Model">Which of the ranked models it is with, from 0.</param>
/// <param name="Attempt">Its latest attempt, from 1.</param>
/// <param name="TriesOnModel">How often that model was tried for it, from 1.</param>
public sealed record TaskItem(ItemPhase Phase, int Model, int Attempt, int TriesOnModel)
{
    /// <summary>What it gave, once it has succeeded.</summary>
    public ImmutableDictionary<string, ImmutableArray<Resource>> Outputs { get; init; } =
        ImmutableDictionary<string, ImmutableArray<Resource>>.Empty;

    /// <summary>Whether what it gave was known from before, and no model ran.</summary>
    public bool Cached { get; init; }

    /// <summary>When its next attempt is due, while it waits for it.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How long it waits for that attempt in all.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Why it failed.</summary>
    public JarvisError? Error { get; init; }

    /// <summary>Whether its latest attempt left the model's queue.</summary>
    public bool Started { get; init; }

    /// <summary>How much of it is done, from 0 to 1.</summary>
    public double Fraction { get; init; }
}
