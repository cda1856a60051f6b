using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Placement;

/// <summary>A device that models run on, as it is now.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Kind">What it is.</param>
public sealed record Device(DeviceId Id, DeviceKind Kind)
{
    /// <summary>All memory that models may use on it, in bytes; null when unknown, which is taken for enough.</summary>
    public long? MemoryTotal { get; init; }

    /// <summary>Memory that is free now, in bytes; null when unknown, which is taken for enough.</summary>
    public long? MemoryFree { get; init; }

    /// <summary>Processor cores; 0 where it has none.</summary>
    public int Cores { get; init; }

    /// <summary>How many replicas are placed on it already.</summary>
    public int Replicas { get; init; }

    /// <summary>What its owner calls it by, such as <c>a100</c>.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>The device with a replica more on it.</summary>
    /// <param name="memoryBytes">What the replica holds.</param>
    public Device With(long memoryBytes) => this with { Replicas = Replicas + 1, MemoryFree = MemoryFree - memoryBytes };
}
