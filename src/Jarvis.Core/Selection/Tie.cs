using System.Collections.Immutable;
using Jarvis.LanguageModels;

namespace Jarvis.Selection;

/// <summary>Models of one task that score too alike to be told apart by it.</summary>
/// <param name="Request">What one is to be chosen for.</param>
/// <param name="Models">The models, best first.</param>
internal sealed record Tie(SelectionRequest Request, ImmutableArray<RankedModel> Models)
{
    /// <summary>Given the choice, or null where there is none.</summary>
    internal TaskCompletionSource<TieChoice?> Choice { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the tie has used of the call that was to break it; set before the choice is given.</summary>
    internal LanguageModelUsage? Used { get; set; }
}
