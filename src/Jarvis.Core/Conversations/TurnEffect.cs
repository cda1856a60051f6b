using Jarvis.Answers;
using Jarvis.Events;
using Jarvis.Planning;
using Jarvis.Tasks;

namespace Jarvis.Conversations;

/// <summary>What a turn wants done, once its new state is kept. A closed set.</summary>
public abstract record TurnEffect
{
    private TurnEffect()
    {
    }

    /// <summary>Record an event.</summary>
    /// <param name="Event">The event, not yet numbered.</param>
    public sealed record Emit(ConversationEvent Event) : TurnEffect;

    /// <summary>Ask the planner.</summary>
    /// <param name="Failed">What it is to plan on from; null for the first plan.</param>
    public sealed record StartPlanning(FailedPlan? Failed = null) : TurnEffect;

    /// <summary>Hand a task to its actor.</summary>
    /// <param name="Assignment">The task.</param>
    public sealed record StartTask(TaskAssignment Assignment) : TurnEffect;

    /// <summary>Stop a task.</summary>
    /// <param name="Task">Its number.</param>
    public sealed record CancelTask(int Task) : TurnEffect;

    /// <summary>Ask for the answer.</summary>
    /// <param name="Request">What it may be made from.</param>
    public sealed record StartAnswer(AnswerRequest Request) : TurnEffect;

    /// <summary>Wake the turn at its deadline.</summary>
    public sealed record WatchDeadline : TurnEffect;

}
