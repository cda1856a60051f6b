using System.Collections.Immutable;
using Jarvis.Events;
using Jarvis.Selection;

namespace Jarvis.Tasks;

/// <summary>All that a task knows of itself. <see cref="TaskMachine"/> alone makes new ones.</summary>
/// <param name="Assignment">What to do.</param>
/// <param name="StartedAt">When it was started.</param>
public sealed record TaskState(TaskAssignment Assignment, DateTimeOffset StartedAt)
{
    /// <summary>The models that fit, best first; empty until they are chosen.</summary>
    public ImmutableArray<RankedModel> Ranked { get; init; } = [];

    /// <summary>Its items; empty until the models are chosen.</summary>
    public ImmutableArray<TaskItem> Items { get; init; } = [];

    /// <summary>The model that was last told of.</summary>
    public int Announced { get; init; } = -1;

    /// <summary>The progress that was last told of, from 0 to 1.</summary>
    public double Told { get; init; }

    /// <summary>Price of the attempts that succeeded so far, in US dollars.</summary>
    public decimal Cost { get; init; }

    /// <summary>What it has used that it has not told.</summary>
    public TaskUsage Untold { get; init; } = TaskUsage.None;

    /// <summary>Whether it is over.</summary>
    public bool HasEnded { get; init; }

    /// <summary>How it ended, as it was told; null until then, and where it was stopped.</summary>
    public TaskEvent? End { get; init; }
}
