namespace Jarvis.Gateway.Console.Turns;

/// <summary>Where a task is, as people are told.</summary>
public enum StepState
{
    /// <summary>In the plan; what it depends on has not finished.</summary>
    Planned,

    /// <summary>Waits for somebody to approve it.</summary>
    Asking,

    /// <summary>Has a model and waits for its turn.</summary>
    Queued,

    /// <summary>Waits before another attempt.</summary>
    Retrying,

    /// <summary>Runs on a model.</summary>
    Running,

    /// <summary>Ended well.</summary>
    Done,

    /// <summary>Failed with every model that fits.</summary>
    Failed,

    /// <summary>Not started, because of what it depends on.</summary>
    Skipped,

    /// <summary>Cancelled, or not at its end when the turn was.</summary>
    Stopped,
}
