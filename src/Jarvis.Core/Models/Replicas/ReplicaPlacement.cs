using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Placement;

namespace Jarvis.Models.Replicas;

/// <summary>
/// Finds devices for replicas: of the kind that the catalog settled on, by what is held there already and may be held at all. Only touched
/// in the engine's gate.
/// </summary>
/// <param name="placer">Chooses among devices.</param>
/// <param name="devices">Knows them; looked at once, since what is free on them is counted here.</param>
/// <param name="memory">What is set aside on them.</param>
internal sealed class ReplicaPlacement(Placer placer, IDeviceInventory devices, DeviceMemory memory)
{
    private readonly Lazy<DeviceInventory> _devices = new(() => devices.Look().Cleared());

    /// <summary>Finds a place for one replica more.</summary>
    /// <param name="status">The model.</param>
    /// <param name="instead">Whose place it may take; null for nobody's.</param>
    /// <returns>Where there is room, or would be once what nobody uses has gone; else what is missing.</returns>
    internal PlacementDecision Find(ModelStatus status, Replica? instead)
    {
        if (Requirement(status) is not { } requirement)
        {
            return new PlacementDecision(status.Device);
        }

        var free = placer.Place(status.Card.Id, requirement, memory.Occupy(_devices.Value, static _ => true));
        return free.Device is null
            ? placer.Place(status.Card.Id, requirement, memory.Occupy(_devices.Value, claim => !IsFreeFor(instead, claim.Owner)))
            : free;
    }

    /// <summary>Finds places for the replicas that models have at the least, all of them together.</summary>
    /// <param name="models">The models, each once.</param>
    /// <returns>One decision for each replica of each model whose devices are known.</returns>
    internal ImmutableDictionary<ModelId, ImmutableArray<PlacementDecision>> FindAll(IEnumerable<ModelStatus> models) => placer.PlaceAll(
        models.Select(status => (status.Card, Requirement: Requirement(status)))
            .Where(model => model.Requirement is not null)
            .Select(model => new ModelDemand(model.Card.Id, model.Requirement!, model.Card.Replicas.Least)),
        memory.Occupy(_devices.Value, static _ => true));

    private bool IsFreeFor(Replica? instead, Replica? owner) => owner is not null && (owner == instead || memory.IsUnused(owner));

    /// <summary>What the catalog found instead of what was wanted is as good as wanted. Null where it found what nobody here knows of.</summary>
    private HardwareRequirement? Requirement(ModelStatus status) => _devices.Value.Find(status.Device) is { Kind: var kind }
        ? HardwareRequirement.Of(status.Card) with { Kind = kind, Fallback = null }
        : null;
}
