using Jarvis.Errors;
using Jarvis.Selection;

namespace Jarvis.Tasks;

/// <summary>What a task can be told. A closed set.</summary>
public abstract record TaskMachineInput
{
    private TaskMachineInput()
    {
    }

    /// <summary>Whether the state that comes of it is kept. Progress is worth nothing after a restart, so it is not worth a write.</summary>
    internal bool IsKept => this is not Reported { Report: AttemptStarted or AttemptAdvanced };

    /// <summary>It was handed over.</summary>
    public sealed record Started : TaskMachineInput;

    /// <summary>It is taken up again by a host that has not worked on it: nothing of what ran for it runs any more.</summary>
    /// <param name="Now">When that is.</param>
    public sealed record Resumed(DateTimeOffset Now) : TaskMachineInput;

    /// <summary>Models were ranked.</summary>
    /// <param name="Selection">Which, and why.</param>
    public sealed record Selected(ModelSelection Selection) : TaskMachineInput;

    /// <summary>A model told of an attempt.</summary>
    /// <param name="Report">What is new.</param>
    /// <param name="Now">When it was told.</param>
    public sealed record Reported(AttemptReport Report, DateTimeOffset Now) : TaskMachineInput;

    /// <summary>The wait before another attempt is over.</summary>
    /// <param name="Item">Which item waited.</param>
    /// <param name="Attempt">The attempt that it waits for.</param>
    public sealed record RetryDue(int Item, int Attempt) : TaskMachineInput;

    /// <summary>Somebody asked to stop.</summary>
    public sealed record Cancelled : TaskMachineInput;

    /// <summary>It cannot go on, by no fault of a model.</summary>
    /// <param name="Error">Why.</param>
    public sealed record BrokenOff(JarvisError Error) : TaskMachineInput;
}
