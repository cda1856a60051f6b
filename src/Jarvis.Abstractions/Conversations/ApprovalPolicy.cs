using System.Collections.Immutable;

namespace Jarvis.Conversations;

/// <summary>
/// What of a turn's plan somebody has to approve before it runs. It says at least one of the three; a task that any of them is about waits. A
/// task that was not asked about only ever runs on models that need not be asked about.
/// </summary>
public sealed record ApprovalPolicy
{
    /// <summary>The most side effects that a policy names.</summary>
    public const int MaxSideEffects = 16;

    /// <summary>Whether every task has to be approved.</summary>
    public bool WholePlan { get; init; }

    /// <summary>A task has to be approved that is likely to cost more than this, in US dollars, at least 0; null for whatever it costs.</summary>
    public decimal? AboveCost { get; init; }

    /// <summary>
    /// A task has to be approved that has one of these side effects, such as <see cref="Planning.SideEffects.Sends"/>; at most
    /// <see cref="MaxSideEffects"/>.
    /// </summary>
    public ImmutableArray<string> SideEffects { get; init => field = value.IsDefault ? [] : value; } = [];
}
