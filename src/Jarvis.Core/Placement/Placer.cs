using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Placement;

/// <summary>
/// Finds devices for models. Pure: what it gives depends on what it is given alone. A requirement that is not met is an error that names it,
/// never another device; one that has a fallback is met by that, with the reason.
/// </summary>
/// <param name="policy">Chooses among devices that fit.</param>
/// <param name="pins">The one device that a model may run on, for those that have one.</param>
public sealed class Placer(IPlacementPolicy policy, ImmutableDictionary<ModelId, DeviceId> pins)
{
    /// <summary>Places one replica.</summary>
    /// <param name="model">The model.</param>
    /// <param name="requirement">What it needs.</param>
    /// <param name="inventory">The devices, with what is placed on them already.</param>
    public PlacementDecision Place(ModelId model, HardwareRequirement requirement, DeviceInventory inventory)
    {
        if (requirement.Kind == DeviceKind.Remote)
        {
            return new PlacementDecision(DeviceId.Remote);
        }

        if (pins.TryGetValue(model, out var pin))
        {
            return Pinned(model, requirement, inventory, pin);
        }

        if (Choose(requirement, requirement.Kind, inventory) is { } wanted)
        {
            return new PlacementDecision(wanted.Id);
        }

        return requirement.Fallback is { } kind && Choose(requirement, kind, inventory) is { } instead
            ? new PlacementDecision(instead.Id, Missing(model, requirement, inventory) + $" It runs on {instead.Id} instead.")
            : Fail(Missing(model, requirement, inventory));
    }

    /// <summary>
    /// Places all replicas of several models together, the largest first (first fit decreasing; Johnson, "Near-optimal bin packing
    /// algorithms", 1973), so that the order in which they are named does not matter.
    /// </summary>
    /// <param name="demands">The models, each once.</param>
    /// <param name="inventory">The devices.</param>
    /// <returns>A decision for each replica of each model.</returns>
    public ImmutableDictionary<ModelId, ImmutableArray<PlacementDecision>> PlaceAll(IEnumerable<ModelDemand> demands, DeviceInventory inventory)
    {
        var placed = ImmutableDictionary.CreateBuilder<ModelId, ImmutableArray<PlacementDecision>>();
        var ordered = demands.OrderByDescending(demand => pins.ContainsKey(demand.Model))
            .ThenByDescending(demand => demand.Requirement.MemoryBytes)
            .ThenBy(demand => demand.Model.Value, StringComparer.Ordinal);
        foreach (var demand in ordered)
        {
            var decisions = ImmutableArray.CreateBuilder<PlacementDecision>(demand.Replicas);
            for (var i = 0; i < demand.Replicas; i++)
            {
                var decision = Place(demand.Model, demand.Requirement, inventory);
                decisions.Add(decision);
                inventory = decision.Device is { } device ? inventory.With(device, demand.Requirement.MemoryBytes) : inventory;
            }

            placed.Add(demand.Model, decisions.MoveToImmutable());
        }

        return placed.ToImmutable();
    }

    private static PlacementDecision Pinned(ModelId model, HardwareRequirement requirement, DeviceInventory inventory, DeviceId pin)
    {
        if (inventory.Find(pin) is not { } device)
        {
            return Fail($"{model} is pinned to {pin}, which is not here; there is {inventory}. Pin it to another, or to none.");
        }

        return (device.Kind == requirement.Kind || device.Kind == requirement.Fallback) && requirement.FitsOn(device)
            ? new PlacementDecision(pin, $"It is pinned to {pin}.")
            : Fail($"{model} is pinned to {pin} and needs {requirement}; there is {inventory}. Pin it to another, or to none.");
    }

    private static PlacementDecision Fail(string why) => new(null, null, Error.ModelUnavailable(why).ToError());

    private static string Missing(ModelId model, HardwareRequirement requirement, DeviceInventory inventory) =>
        $"{model} needs {requirement}; there is {inventory}.";

    private Device? Choose(HardwareRequirement requirement, DeviceKind kind, DeviceInventory inventory)
    {
        var fitting = inventory.Devices.Where(device => device.Kind == kind && requirement.FitsOn(device)).ToImmutableArray();
        return fitting.IsEmpty ? null : policy.Choose(requirement, fitting);
    }
}
