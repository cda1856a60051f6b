using System.Collections.Immutable;
using Jarvis.Errors;

namespace Jarvis.Models;

/// <summary>How one request of a batch ended: with outputs, or with an error.</summary>
/// <param name="Outputs">What it gave; empty when it failed.</param>
/// <param name="Error">What went wrong; null when it succeeded.</param>
public sealed record ModelOutcome(ImmutableArray<ModelOutput> Outputs, JarvisError? Error = null)
{
    /// <summary>How much was used of what is paid for, as far as the runner knows it; what it does not say is counted here.</summary>
    public ImmutableDictionary<PriceUnit, double> Used { get; init; } = ImmutableDictionary<PriceUnit, double>.Empty;

    /// <summary>A success.</summary>
    /// <param name="outputs">What the model gave.</param>
    public static ModelOutcome Success(params ImmutableArray<ModelOutput> outputs) => new(outputs);

    /// <summary>A failure of this request alone.</summary>
    /// <param name="error">What went wrong.</param>
    public static ModelOutcome Failure(JarvisError error) => new([], error);
}
