using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.LanguageModels;

namespace Jarvis.Selection;

/// <summary>The models that fit, best first.</summary>
/// <param name="Ranked">Empty when none fits.</param>
/// <param name="Error">Why none fits and what to do about it; null when one does.</param>
public sealed record ModelSelection(ImmutableArray<RankedModel> Ranked, JarvisError? Error = null)
{
    /// <summary>What choosing has used of language models; null for nothing.</summary>
    public LanguageModelUsage? Used { get; init; }
}
