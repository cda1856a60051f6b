using System.Text.Json.Serialization;
using Jarvis.Tasks;

namespace Jarvis.Events;

/// <summary>An event of one task. Tasks report these to their conversation, which numbers them.</summary>
/// <param name="Task">The task's number in the plan.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TaskPlanned), "task-planned")]
[JsonDerivedType(typeof(ModelChosen), "model-chosen")]
[JsonDerivedType(typeof(TaskWaiting), "task-waiting")]
[JsonDerivedType(typeof(TaskStarted), "task-started")]
[JsonDerivedType(typeof(TaskProgress), "task-progress")]
[JsonDerivedType(typeof(TaskSucceeded), "task-succeeded")]
[JsonDerivedType(typeof(TaskFailed), "task-failed")]
[JsonDerivedType(typeof(TaskSkipped), "task-skipped")]
[JsonDerivedType(typeof(TaskRetried), "task-retried")]
public abstract record TaskEvent(int Task) : ConversationEvent
{
    /// <summary>What the task has used that no event before this one told; null for nothing.</summary>
    public TaskUsage? Used { get; init; }

    /// <summary>Which run of the task it is of: 0 for the first, one more each time that somebody has it run again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Retry { get; init; }
}
