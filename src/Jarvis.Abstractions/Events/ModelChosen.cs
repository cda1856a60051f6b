using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Selection;

namespace Jarvis.Events;

/// <summary>A model was chosen for the task.</summary>
/// <param name="Task">The task's number in the plan.</param>
/// <param name="Model">The model.</param>
/// <param name="Score">Its score, from 0 to 1.</param>
/// <param name="Reason">Why it.</param>
/// <param name="Others">The next best, in order.</param>
public sealed record ModelChosen(int Task, ModelId Model, double Score, string Reason, ImmutableArray<RankedModel> Others) : TaskEvent(Task);
