using System.Collections.Immutable;
using Jarvis.LanguageModels;
using Jarvis.Resources;

namespace Jarvis.Tasks;

/// <summary>The attempt ended well; its outputs are stored.</summary>
/// <param name="Id">The attempt.</param>
/// <param name="Outputs">The resources of each output port, in order.</param>
public sealed record AttemptSucceeded(AttemptId Id, ImmutableDictionary<string, ImmutableArray<Resource>> Outputs) : AttemptReport(Id)
{
    /// <summary>Whether no model ran: the same was asked of it before, and this is what it gave.</summary>
    public bool Cached { get; init; }

    /// <summary>What it cost by the prices on the model's card, in US dollars; null where it was not counted: then what it was estimated at is.</summary>
    public decimal? Price { get; init; }

    /// <summary>What it used of language models; null for nothing.</summary>
    public LanguageModelUsage? Used { get; init; }
}
