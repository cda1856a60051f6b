using System.Collections.Immutable;

namespace Jarvis.Planning;

/// <summary>A setting of a task that a plan writes as text, such as the target language.</summary>
/// <param name="Name">Such as <c>target</c>.</param>
/// <param name="Description">What it sets, and in which form, for planners and people.</param>
/// <param name="Required">Whether a task must set it.</param>
public sealed record TaskOption(string Name, string Description, bool Required = false)
{
    /// <summary>The only values it may have; empty when any will do.</summary>
    public ImmutableArray<string> Values { get; init; } = [];
}
