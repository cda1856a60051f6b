using System.Collections.Immutable;
using Jarvis.Errors;

namespace Jarvis.Models;

/// <summary>How a batch ended.</summary>
/// <param name="Outcomes">One for each job, in order.</param>
/// <param name="Fault">How the model broke, for people; null where it did not, whatever came of the requests.</param>
/// <param name="Suspects">Whether the requests may have broken it.</param>
internal sealed record BatchResult(ImmutableArray<ModelOutcome> Outcomes, JarvisError? Fault = null, bool Suspects = false);
