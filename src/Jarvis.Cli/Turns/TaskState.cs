namespace Jarvis.Cli.Turns;

/// <summary>Where a task is, as people are told.</summary>
internal enum TaskState
{
    /// <summary>In the plan; what it depends on has not finished.</summary>
    Planned,

    /// <summary>Has a model and waits for its turn.</summary>
    Queued,

    /// <summary>Waits before another attempt.</summary>
    Waiting,

    Running,
    Done,
    Failed,
    Skipped,

    /// <summary>Not at its end when the turn was.</summary>
    Stopped,
}
