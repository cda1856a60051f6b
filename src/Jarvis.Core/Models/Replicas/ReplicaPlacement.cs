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
        var requirement = Requirement(status);
        var free = placer.Place(status.Card.Id, requirement, memory.Occupy(_devices.Value, static _ => true));
        return free.Device is null
            ? placer.Place(status.Card.Id, requirement, memory.Occupy(_devices.Value, claim => claim.Owner is null || (claim.Owner != instead && !memory.IsUnused(claim.Owner))))
            : free;
    }

    /// <summary>Finds places for the replicas that models have at the least, all of them together.</summary>
    /// <param name="models">The models, each once.</param>
    /// <returns>One decision for each replica.</returns>
    internal ImmutableDictionary<ModelId, ImmutableArray<PlacementDecision>> FindAll(IEnumerable<ModelStatus> models) => placer.PlaceAll(
        models.Select(status => new ModelDemand(status.Card.Id, Requirement(status), status.Card.Replicas.Least)),
        memory.Occupy(_devices.Value, static _ => true));

    /// <summary>What the catalog found instead of what was wanted is as good as wanted.</summary>
    private HardwareRequirement Requirement(ModelStatus status)
    {
        var kind = status.Device == DeviceId.Remote ? DeviceKind.Remote : _devices.Value.Find(status.Device)?.Kind ?? status.Card.Device;
        return HardwareRequirement.Of(status.Card) with { Kind = kind, Fallback = null };
    }
}
