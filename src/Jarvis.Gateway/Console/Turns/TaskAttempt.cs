using Jarvis.Identity;

namespace Jarvis.Gateway.Console.Turns;

/// <summary>One attempt of a task, as its events tell of it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Model">The model.</param>
/// <param name="Start">When it left the queue.</param>
internal sealed record TaskAttempt(int Number, ModelId Model, DateTimeOffset Start)
{
    /// <summary>Since when it waited to begin; null where it did not.</summary>
    internal DateTimeOffset? Queued { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    internal DateTimeOffset? End { get; init; }

    /// <summary>How it ended; <see cref="StepState.Running"/> while it runs.</summary>
    internal StepState Outcome { get; init; } = StepState.Running;
}
