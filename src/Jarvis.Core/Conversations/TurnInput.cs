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

    /// <summary>
    /// Whether the state that comes of it is kept. The beginning of an answer is worth nothing after a restart, where the answer begins anew, so
    /// it is not worth a write of the turn for each piece; but what it cost is.
    /// </summary>
    internal bool IsKept => this is not Answered { Report: { Finished: false, Error: null, Used: null or { Calls: 0 } } };

    /// <summary>
    /// Whether the turn goes on before the step is on the disk. A loss of power then takes it back: the task tells it again, and the answer is written
    /// anew. What somebody was promised, or decided, is not taken back. Where a host was lost nothing is decided: tasks are started that were before.
    /// </summary>
    internal bool MayBeAhead => this is TaskReported or HostLost or Answered { Report: { Finished: false, Error: null } };

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

    /// <summary>It is taken up again by a host that has not worked on it: nobody plans or answers it any more, and its tasks may not run.</summary>
    /// <param name="Now">When that is.</param>
    /// <param name="Planner">Which planner plans it from now on, for people.</param>
    /// <param name="CanReplan">Whether that planner plans on where tasks have failed.</param>
    public sealed record Resumed(DateTimeOffset Now, string Planner, bool CanReplan = false) : TurnInput
    {
        /// <summary>How long it may go on at most; a clock that was set back must not give it more.</summary>
        public TimeSpan LongestRest { get; init; } = TimeSpan.MaxValue;
    }

    /// <summary>A host is gone that may have run some of its tasks: they are handed over again, and those that run somewhere do nothing then.</summary>
    public sealed record HostLost : TurnInput;

    /// <summary>It cannot go on, by no fault of its plan or its tasks.</summary>
    /// <param name="Error">Why.</param>
    public sealed record BrokenOff(JarvisError Error) : TurnInput;
}
