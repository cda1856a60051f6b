using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Events;

namespace Jarvis.Conversations;

/// <summary>What a turn can be told. A closed set.</summary>
public abstract record TurnInput
{
    private TurnInput()
    {
    }

    /// <summary>It was accepted.</summary>
    /// <param name="Planner">Which planner plans it, for people.</param>
    /// <param name="CanReplan">Whether that planner plans on where tasks have failed.</param>
    public sealed record Accepted(string Planner, bool CanReplan = false) : TurnInput;

    /// <summary>Planning got further.</summary>
    /// <param name="Report">What is new.</param>
    public sealed record Planned(PlanReport Report) : TurnInput;

    /// <summary>A task got further.</summary>
    /// <param name="Events">What is new.</param>
    public sealed record TaskReported(ImmutableArray<TaskEvent> Events) : TurnInput;

    /// <summary>The answer got further.</summary>
    /// <param name="Report">What is new.</param>
    public sealed record Answered(AnswerReport Report) : TurnInput;

    /// <summary>Somebody asked to stop.</summary>
    public sealed record CancelAsked : TurnInput;

    /// <summary>Its time is up.</summary>
    public sealed record DeadlinePassed : TurnInput;

    /// <summary>It cannot go on, by no fault of its plan or its tasks.</summary>
    /// <param name="Error">Why.</param>
    public sealed record BrokenOff(JarvisError Error) : TurnInput;
}
