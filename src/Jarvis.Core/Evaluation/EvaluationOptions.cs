namespace Jarvis.Evaluation;

/// <summary>How planners are evaluated.</summary>
public sealed record EvaluationOptions
{
    /// <summary>The most requests of a folder; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>How many requests are planned at the same time, 1 to 64. 1 by default.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>How many bad rows are told of one by one.</summary>
    public int BadRowSamples { get; init; } = 20;
}
