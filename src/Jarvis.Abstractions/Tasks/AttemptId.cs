using System.Text.Json.Serialization;
using Jarvis.Identity;

namespace Jarvis.Tasks;

/// <summary>One try of one item of a task. It is the operation id that goes to models: the same try sent twice has the same id.</summary>
/// <param name="Task">The task.</param>
/// <param name="Item">The item of a mapped task, from 0; 0 for any other.</param>
/// <param name="Attempt">From 1.</param>
[method: JsonConstructor]
public readonly record struct AttemptId(TaskId Task, int Item, int Attempt)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Task}/{Item}/{Attempt}";
}
