using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jarvis.Identity;

namespace Jarvis.Models;

/// <summary>What the catalog knows of a model.</summary>
/// <param name="Id">Its name in the catalog.</param>
/// <param name="Runner">The <see cref="IModelRunner.Name"/> of the code that runs it.</param>
/// <param name="TaskTypes">What it can do, by task type name.</param>
/// <param name="Description">One line for planners and people.</param>
public sealed record ModelCard(ModelId Id, string Runner, ImmutableArray<string> TaskTypes, string Description)
{
    /// <summary>The hardware that it needs.</summary>
    public DeviceKind Device { get; init; } = DeviceKind.Cpu;

    /// <summary>Memory that it holds while loaded, in bytes; 0 when unknown or none.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>SPDX identifier of its licence; null when unknown.</summary>
    public string? Licence { get; init; }

    /// <summary>How liked it is, on the scale of Hugging Face's likes; orders models that are equal otherwise.</summary>
    public long Popularity { get; init; }

    /// <summary>How well it does what it does next to its rivals, from 0 to 1.</summary>
    [JsonRequired]
    public double Quality { get; init; } = 0.5;

    /// <summary>Price of one call in US dollars.</summary>
    public decimal PricePerCall { get; init; }

    /// <summary>Whether the same input always gives the same output.</summary>
    [JsonRequired]
    public bool Deterministic { get; init; } = true;

    /// <summary>The most requests that it runs together.</summary>
    [JsonRequired]
    public int MaxBatch { get; init; } = 1;

    /// <summary>How many batches run at once.</summary>
    [JsonRequired]
    public int Concurrency { get; init; } = 1;

    /// <summary>
    /// The values that it accepts for a task's options, such as <c>source</c>: en; an option that is not named accepts any.
    /// A task that does not set a named option is fitted too.
    /// </summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Accepts { get; init => field = value ?? ImmutableDictionary<string, ImmutableArray<string>>.Empty; } =
        ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Settings for its runner, such as the file to load.</summary>
    public ImmutableDictionary<string, string> Settings { get; init => field = value ?? ImmutableDictionary<string, string>.Empty; } =
        ImmutableDictionary<string, string>.Empty;
}
