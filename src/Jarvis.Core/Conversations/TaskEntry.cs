using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jarvis.Answers;
using Jarvis.Errors;
using Jarvis.Planning;
using Jarvis.Tasks;

namespace Jarvis.Conversations;

/// <summary>What a turn knows of one of its planned tasks.</summary>
/// <param name="Planned">The task.</param>
/// <param name="Phase">Where it is.</param>
/// <param name="Blockers">How many of the tasks that it depends on have not ended.</param>
public sealed record TaskEntry(PlannedTask Planned, TaskPhase Phase, int Blockers)
{
    /// <summary>The tasks that depend on it.</summary>
    public ImmutableArray<int> Dependents { get; init; } = [];

    /// <summary>What it gave, once it has succeeded.</summary>
    public TaskResult? Result { get; init; }

    /// <summary>Why it failed or was skipped.</summary>
    public JarvisError? Error { get; init; }

    /// <summary>What has to be approved of it; null for nothing.</summary>
    public TaskApproval? Approval { get; init; }

    /// <summary>Whether that was asked and answered.</summary>
    public ApprovalPhase ApprovalPhase { get; init; }

    /// <summary>Whether somebody cancelled or rejected it.</summary>
    public bool Stopped { get; init; }

    /// <summary>How often somebody had it run again.</summary>
    public int Retry { get; init; }

    /// <summary>Whether it waits for an approval that was asked for.</summary>
    [JsonIgnore]
    public bool IsPending => ApprovalPhase == ApprovalPhase.Asked && !HasEnded;

    /// <summary>Whether it will not change any more, unless somebody has it run again.</summary>
    [JsonIgnore]
    public bool HasEnded => Phase is TaskPhase.Succeeded or TaskPhase.Failed or TaskPhase.Skipped;

    /// <summary>How it ended, for the answer.</summary>
    public TaskOutcome ToOutcome() => new(Planned, Result, Error, Phase == TaskPhase.Skipped);
}
