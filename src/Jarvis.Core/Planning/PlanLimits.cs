using System.Runtime.CompilerServices;

namespace Jarvis.Planning;

/// <summary>
/// How big a plan may be. What is over a limit is dropped with a reason; it never fails the rest. A limit that cannot be throws
/// <see cref="ArgumentOutOfRangeException"/> when it is set.
/// </summary>
public sealed record PlanLimits
{
    /// <summary>The defaults.</summary>
    public static PlanLimits Default { get; } = new();

    /// <summary>The most tasks of a plan, and the most dropped ones that are told of one by one; 1 to 10,000. 64 by default.</summary>
    public int MaxTasks { get; init => field = Within(value, 10_000); } = 64;

    /// <summary>The most tasks that wait for each other in a row; 1 to 10,000. 16 by default.</summary>
    public int MaxDepth { get; init => field = Within(value, 10_000); } = 16;

    /// <summary>The longest text that a plan may give to a port or option, in characters; 1 to 1,048,576. 32,768 by default.</summary>
    public int MaxArgumentCharacters { get; init => field = Within(value, 1 << 20); } = 32_768;

    /// <summary>The most values in one list; 1 to 10,000. 64 by default.</summary>
    public int MaxListItems { get; init => field = Within(value, 10_000); } = 64;

    private static int Within(int value, int most, [CallerMemberName] string limit = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, limit);
        return value;
    }
}
