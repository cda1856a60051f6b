using System.Collections.Immutable;
using Jarvis.Errors;

namespace Jarvis.Models.Process.Isolation;

/// <summary>How a request ended in a worker process.</summary>
/// <param name="Outputs">What it gave; empty when it failed.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
internal sealed record WorkerOutcome(ImmutableArray<WorkerOutput> Outputs, JarvisError? Error = null);
