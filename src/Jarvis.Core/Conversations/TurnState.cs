using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jarvis.Answers;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Conversations;

/// <summary>All that is known of a turn. <see cref="TurnMachine"/> alone makes new ones.</summary>
/// <param name="Id">The turn.</param>
/// <param name="Request">What the user asked.</param>
/// <param name="Deadline">When it has to be done.</param>
public sealed record TurnState(TurnId Id, TurnRequest Request, DateTimeOffset Deadline) : IJsonOnDeserialized
{
    private PlanDraft _draft = null!;

    /// <summary>What it is doing.</summary>
    public TurnPhase Phase { get; init; } = TurnPhase.Planning;

    /// <summary>The resources that its plan may name: attachments and those of earlier turns.</summary>
    public ImmutableArray<Resource> Known { get; init; } = [];

    /// <summary>What is and was fetched for it, in the order in which it ended. A turn that goes on after a crash fetches none of it again.</summary>
    public ImmutableArray<Fetch> Fetches { get; init; } = [];

    /// <summary>Which planner plans it, for people.</summary>
    public string Planner { get; init; } = "";

    /// <summary>Whether and how it is planned again after failures.</summary>
    public ReplanState Replan { get; init; } = new(ReplanPhase.Never);

    /// <summary>What the planner proposed so far, validated as far as can be.</summary>
    public required PlanDraft Draft
    {
        get => _draft;
        init => _draft = value;
    }

    /// <summary>The accepted tasks by number.</summary>
    public ImmutableDictionary<int, TaskEntry> Tasks { get; init; } = ImmutableDictionary<int, TaskEntry>.Empty;

    /// <summary>The numbers of the accepted tasks, in plan order.</summary>
    public ImmutableList<int> Order { get; init; } = [];

    /// <summary>How many accepted tasks have not ended.</summary>
    public int Unfinished { get; init; }

    /// <summary>What was asked and is not planned.</summary>
    public ImmutableArray<PartDropped> Dropped { get; init; } = [];

    /// <summary>What the user should know of the planning.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The planner's own answer, where the request needs no task.</summary>
    public string? DirectAnswer { get; init; }

    /// <summary>The answer as far as it is written.</summary>
    public string AnswerText { get; init; } = "";

    /// <summary>The checked answer, once it is whole.</summary>
    public Answer? Answer { get; init; }

    /// <summary>How it ended; <see cref="TurnStatus.Open"/> until then.</summary>
    public TurnStatus Status { get; init; } = TurnStatus.Open;

    /// <summary>Why it could not be planned or answered; null when nothing of that kind went wrong.</summary>
    public JarvisError? Error { get; init; }

    /// <summary>
    /// How many of its tasks had been accepted when planning was broken off and begun again: the planner may say those again, and they are
    /// not planned twice.
    /// </summary>
    public int Replanned { get; init; }

    /// <summary>The number of the conversation's newest event when this was written: what tasks told after it is not in it, but in the log alone.</summary>
    public long Sequence { get; init; }

    /// <summary>
    /// The events of its last step, numbered. They are kept with it first, so that a step is recorded as a whole: what of them is not in the
    /// conversation's log yet is put there when the conversation is read again.
    /// </summary>
    public ImmutableArray<ConversationEvent> LastEvents { get; init; } = [];

    /// <summary>What it has used so far, as far as it was told.</summary>
    public TurnUsage Usage { get; init; } = TurnUsage.None;

    /// <summary>What of it was used since the turn was opened last, and is not yet counted by its conversation.</summary>
    public TurnUsage Uncounted { get; init; } = TurnUsage.None;

    /// <summary>Whether its plan was written to the end.</summary>
    public bool IsPlanned { get; init; }

    /// <summary>Which version of its plan was asked about last; 0 before anybody was asked.</summary>
    public int PlanVersion { get; init; }

    /// <summary>What proposed tasks would cost and do, by number; empty where nothing has to be approved.</summary>
    public ImmutableDictionary<int, TaskAppraisal> Appraisals { get; init; } = ImmutableDictionary<int, TaskAppraisal>.Empty;

    /// <summary>What the newest idempotency keys of commands were answered with, oldest first.</summary>
    public ImmutableArray<IdempotentReceipt> Receipts { get; init; } = [];

    /// <summary>What the tasks made, in plan order, each resource once.</summary>
    public IEnumerable<Resource> Produced() => Order
        .Select(number => Tasks[number].Result)
        .Where(result => result is not null)
        .SelectMany(result => result!.Outputs.OrderBy(output => output.Key, StringComparer.Ordinal).SelectMany(output => output.Value))
        .DistinctBy(resource => resource.Id);

    /// <summary>What waits for somebody to approve; null for nothing.</summary>
    public PendingApproval? PendingApproval()
    {
        ImmutableArray<TaskApproval> pending =
            [.. Order.Select(number => Tasks[number]).Where(entry => entry.IsPending).Select(entry => entry.Approval!)];
        return pending.IsEmpty ? null : new PendingApproval(PlanVersion, pending);
    }

    /// <summary>The draft was read without the resources that it may name: they are the turn's own, and kept once.</summary>
    void IJsonOnDeserialized.OnDeserialized() => _draft = _draft.Over(Known);

    /// <summary>The turn as callers see it.</summary>
    public TurnSummary ToSummary() => new(Id.Number, Request.Text, Status, Answer, [.. Request.Attachments, .. Produced()])
    {
        Approval = PendingApproval(),
        Usage = Usage,
    };
}
