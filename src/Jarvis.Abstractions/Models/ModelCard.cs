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

    /// <summary>The kind of hardware that will do where <see cref="Device"/> is not there; null when nothing else does.</summary>
    public DeviceKind? Fallback { get; init; }

    /// <summary>Labels that its device must have, such as <c>a100</c>; empty when any will do.</summary>
    public ImmutableArray<string> DeviceLabels { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Memory that it holds while loaded, in bytes; 0 when unknown or none.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Words to find it by, such as a language or a subject.</summary>
    public ImmutableArray<string> Tags { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>
    /// Its version, such as a release or a commit of the hub; null when unknown. Another version may answer the same input otherwise, so a
    /// result is reused within one version only.
    /// </summary>
    public string? Version { get; init; }

    /// <summary>SPDX identifier of its licence; null when unknown.</summary>
    public string? Licence { get; init; }

    /// <summary>How liked it is, on the scale of Hugging Face's likes; orders models that are equal otherwise.</summary>
    public long Popularity { get; init; }

    /// <summary>How well it does what it does next to its rivals, from 0 to 1.</summary>
    [JsonRequired]
    public double Quality { get; init; } = 0.5;

    /// <summary>Price of one call in US dollars.</summary>
    public decimal PricePerCall { get; init; }

    /// <summary>Prices in US dollars of what a call uses, beside <see cref="PricePerCall"/>; empty where only the call is paid.</summary>
    public ImmutableDictionary<PriceUnit, decimal> Prices { get; init => field = value ?? ImmutableDictionary<PriceUnit, decimal>.Empty; } =
        ImmutableDictionary<PriceUnit, decimal>.Empty;

    /// <summary>What running it does beside giving its outputs; names as in <see cref="Planning.SideEffects"/>.</summary>
    public ImmutableArray<string> SideEffects { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether the same input always gives the same output.</summary>
    [JsonRequired]
    public bool Deterministic { get; init; } = true;

    /// <summary>
    /// Whether a result of it may answer another tenant's identical request. Counts only where it is <see cref="Deterministic"/>.
    /// </summary>
    public bool ShareResults { get; init; }

    /// <summary>Whether it stays loaded once it is: others make room before it does.</summary>
    public bool Pinned { get; init; }

    /// <summary>Whether it is loaded when the host starts, and not on first use.</summary>
    public bool Preload { get; init; }

    /// <summary>
    /// Whether it runs in a process of its own, since its file comes from who is not trusted: what breaks there costs a request and not the host.
    /// </summary>
    public bool Isolated { get; init; }

    /// <summary>The most requests that it runs together.</summary>
    [JsonRequired]
    public int MaxBatch { get; init; } = 1;

    /// <summary>How many batches run at once.</summary>
    [JsonRequired]
    public int Concurrency { get; init; } = 1;

    /// <summary>
    /// How many replicas of it there may be side by side, each with memory of its own. Counts where its runner loads models; what runs
    /// elsewhere, or holds nothing, is one, and takes more at once by its <see cref="Concurrency"/>.
    /// </summary>
    public ReplicaRange Replicas { get; init => field = value ?? ReplicaRange.One; } = ReplicaRange.One;

    /// <summary>
    /// The values that it accepts for a task's options, such as <c>source</c>: en; an option that is not named accepts any.
    /// A task that does not set a named option is fitted too.
    /// </summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Accepts { get; init => field = value ?? ImmutableDictionary<string, ImmutableArray<string>>.Empty; } =
        ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>
    /// The media types that it takes at an input port, where those are fewer than the port's kind, such as <c>image</c>: image/png. A port
    /// that is not named takes all of its kind.
    /// </summary>
    public ImmutableDictionary<string, ImmutableArray<string>> MediaTypes { get; init => field = value ?? ImmutableDictionary<string, ImmutableArray<string>>.Empty; } =
        ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Its files by their paths in <see cref="Directory"/>, each with its SHA-256 as 64 hexadecimal digits in lower case.</summary>
    public ImmutableDictionary<string, string> Files { get; init => field = value ?? ImmutableDictionary<string, string>.Empty; } =
        ImmutableDictionary<string, string>.Empty;

    /// <summary>The folder that its <see cref="Files"/> are in; null where there is none. Set by who read the card; a card never says it itself.</summary>
    [JsonIgnore]
    public string? Directory { get; init; }

    /// <summary>Settings for its runner, such as the file to load.</summary>
    public ImmutableDictionary<string, string> Settings { get; init => field = value ?? ImmutableDictionary<string, string>.Empty; } =
        ImmutableDictionary<string, string>.Empty;
}
