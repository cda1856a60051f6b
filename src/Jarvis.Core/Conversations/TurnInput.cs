using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Planning;

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

    /// <summary>Somebody decided about it.</summary>
    /// <param name="Command">What.</param>
    /// <param name="Sequence">The sequence number that the next event of the conversation gets.</param>
    /// <param name="Deadline">When the turn has to be done if this opens it again.</param>
    public sealed record Commanded(TurnCommand Command, long Sequence, DateTimeOffset Deadline) : TurnInput
    {
        /// <summary>What the tasks that it puts into the plan would cost and do, by their numbers.</summary>
        public ImmutableDictionary<int, TaskAppraisal> Appraisals { get; init; } = ImmutableDictionary<int, TaskAppraisal>.Empty;
    }

    /// <summary>Its time is up.</summary>
    public sealed record DeadlinePassed : TurnInput;

    /// <summary>It cannot go on, by no fault of its plan or its tasks.</summary>
    /// <param name="Error">Why.</param>
    public sealed record BrokenOff(JarvisError Error) : TurnInput;
}
