using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Tasks;

/// <summary>What a task gave.</summary>
/// <param name="Outputs">The resources of each output port, in order. A mapped task gives those of its items one after the other.</param>
/// <param name="Model">The model that it ran on; the last one where it fell over.</param>
/// <param name="Duration">From its start to its end.</param>
public sealed record TaskResult(ImmutableDictionary<string, ImmutableArray<Resource>> Outputs, ModelId Model, TimeSpan Duration)
{
    /// <summary>How many attempts it took, those of all items together.</summary>
    [JsonRequired]
    public int Attempts { get; init; } = 1;

    /// <summary>Price of the attempts that succeeded, in US dollars.</summary>
    public decimal Cost { get; init; }

    /// <summary>Whether no model ran for any of it: the same was asked before, and this is what was given. It costs nothing.</summary>
    public bool Cached { get; init; }

    /// <summary>The items of a mapped task that failed while others succeeded; their outputs are missing.</summary>
    public ImmutableArray<ItemFailure> Failures { get; init => field = value.IsDefault ? [] : value; } = [];
}
