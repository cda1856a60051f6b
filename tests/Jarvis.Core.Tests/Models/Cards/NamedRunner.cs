using System.Collections.Immutable;
using Jarvis.Models;

namespace Jarvis.Core.Tests.Models.Cards;

/// <summary>A runner that only says what it thinks of cards.</summary>
internal sealed class NamedRunner(Func<ModelCard, string?>? whyUnavailable = null, Func<string?>? fingerprint = null) : IModelRunner, IModelReadiness
{
    public string Name => "scripted";

    public List<ModelCard> Asked { get; } = [];

    public ValueTask<ModelReadiness> LookAsync(ModelCard card, CancellationToken cancellationToken)
    {
        Asked.Add(card);
        return new(new ModelReadiness(whyUnavailable?.Invoke(card), fingerprint?.Invoke()));
    }

    public Task<ImmutableArray<ModelOutcome>> RunAsync(ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
