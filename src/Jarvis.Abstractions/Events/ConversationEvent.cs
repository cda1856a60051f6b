using System.Text.Json.Serialization;

namespace Jarvis.Events;

/// <summary>
/// Something that happened in a conversation. A closed set. Events of a conversation are numbered from 1 without gaps; a reader resumes
/// after any of them.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TurnAccepted), "turn-accepted")]
[JsonDerivedType(typeof(PlanStarted), "plan-started")]
[JsonDerivedType(typeof(FetchStarted), "fetch-started")]
[JsonDerivedType(typeof(FetchFinished), "fetch-finished")]
[JsonDerivedType(typeof(TaskPlanned), "task-planned")]
[JsonDerivedType(typeof(PlanFinished), "plan-finished")]
[JsonDerivedType(typeof(ApprovalAsked), "approval-asked")]
[JsonDerivedType(typeof(ApprovalDecided), "approval-decided")]
[JsonDerivedType(typeof(PlanEdited), "plan-edited")]
[JsonDerivedType(typeof(ModelChosen), "model-chosen")]
[JsonDerivedType(typeof(TaskWaiting), "task-waiting")]
[JsonDerivedType(typeof(TaskStarted), "task-started")]
[JsonDerivedType(typeof(TaskProgress), "task-progress")]
[JsonDerivedType(typeof(TaskSucceeded), "task-succeeded")]
[JsonDerivedType(typeof(TaskFailed), "task-failed")]
[JsonDerivedType(typeof(TaskSkipped), "task-skipped")]
[JsonDerivedType(typeof(TaskRetried), "task-retried")]
[JsonDerivedType(typeof(AnswerDelta), "answer-delta")]
[JsonDerivedType(typeof(AnswerFinished), "answer-finished")]
[JsonDerivedType(typeof(UsageReported), "usage-reported")]
[JsonDerivedType(typeof(TurnResumed), "turn-resumed")]
[JsonDerivedType(typeof(TurnFinished), "turn-finished")]
[JsonDerivedType(typeof(TurnReopened), "turn-reopened")]
public abstract record ConversationEvent
{
    private protected ConversationEvent()
    {
    }

    /// <summary>Its number in the conversation, from 1; 0 until the conversation has recorded it.</summary>
    public long Sequence { get; init; }

    /// <summary>When the conversation recorded it.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The turn that it belongs to.</summary>
    public int Turn { get; init; }
}
