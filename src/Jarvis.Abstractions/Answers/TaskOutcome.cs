using Jarvis.Errors;
using Jarvis.Planning;
using Jarvis.Tasks;

namespace Jarvis.Answers;

/// <summary>How one planned task ended. Exactly one of result and error is set.</summary>
/// <param name="Task">The task.</param>
/// <param name="Result">What it gave, or null.</param>
/// <param name="Error">Why it failed or was skipped, or null.</param>
/// <param name="Skipped">Whether it was never started, because of what it depends on.</param>
public sealed record TaskOutcome(PlannedTask Task, TaskResult? Result, JarvisError? Error = null, bool Skipped = false);
