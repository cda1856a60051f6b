using System.Collections.Immutable;

namespace Jarvis.Selection;

/// <summary>Models of one task that score too alike to be told apart by it.</summary>
/// <param name="Request">What one is to be chosen for.</param>
/// <param name="Models">The models, best first.</param>
internal sealed record Tie(SelectionRequest Request, ImmutableArray<RankedModel> Models)
{
    /// <summary>Given the choice, or null where there is none.</summary>
    internal TaskCompletionSource<TieChoice?> Choice { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
