namespace Jarvis.Planning;

/// <summary>How big a plan may be. What is over a limit is dropped with a reason; it never fails the rest.</summary>
public sealed record PlanLimits
{
    /// <summary>The defaults.</summary>
    public static PlanLimits Default { get; } = new();

    /// <summary>The most tasks of a plan, and the most dropped ones that are told of one by one. 64 by default.</summary>
    public int MaxTasks { get; init; } = 64;

    /// <summary>The most tasks that wait for each other in a row. 16 by default.</summary>
    public int MaxDepth { get; init; } = 16;

    /// <summary>The longest text that a plan may give to a port or option, in characters. 32,768 by default.</summary>
    public int MaxArgumentCharacters { get; init; } = 32_768;

    /// <summary>The most values in one list. 64 by default.</summary>
    public int MaxListItems { get; init; } = 64;
}
