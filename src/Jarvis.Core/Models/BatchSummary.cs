using System.Collections.Immutable;
using Jarvis.Errors;

namespace Jarvis.Models;

/// <summary>What the engine learns from a batch.</summary>
/// <param name="Succeeded">How many of its jobs ended well.</param>
/// <param name="ModelFailures">How many failed because the model did (<see cref="ErrorCode.ModelFailed"/>), not what it was given.</param>
/// <param name="Fault">How the model broke; null where it did not.</param>
/// <param name="Dead">The requests that are given up.</param>
internal sealed record BatchSummary(int Succeeded, int ModelFailures, JarvisError? Fault, ImmutableArray<DeadLetter> Dead)
{
    /// <summary>Whether it was one request that was suspected of breaking the model already, and ran alone for that.</summary>
    public bool WasSuspect { get; init; }
}
