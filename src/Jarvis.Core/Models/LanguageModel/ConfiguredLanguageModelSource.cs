using System.Collections.Immutable;
using Jarvis.LanguageModels;

namespace Jarvis.Models.LanguageModel;

/// <summary>The cards of the language model, where one is configured for text tasks; none elsewhere.</summary>
/// <param name="models">What is configured.</param>
/// <param name="source">The cards.</param>
internal sealed class ConfiguredLanguageModelSource(ILanguageModels models, LanguageModelSource source) : IModelSource
{
    public Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken) =>
        models.For(LanguageModelRole.Text) is null
            ? Task.FromResult(ImmutableArray<ModelStatus>.Empty)
            : source.DiscoverAsync(cancellationToken);
}
