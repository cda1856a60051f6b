using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Models;
using Jarvis.Placement;

namespace Jarvis.Orleans;

/// <summary>
/// Finds the silos for a model: those with the hardware that it needs, and of those the ones that say that they can run it. A requirement that no
/// silo meets is an error that names it; one that has a fallback is met by that. What needs no more than a processor leaves silos with
/// other devices alone where it can.
/// </summary>
/// <param name="hardware">Knows what silos are made of.</param>
/// <param name="placer">Finds the devices of one silo.</param>
internal sealed class ModelPlaces(ISiloHardware hardware, Placer placer)
{
    /// <summary>The most silos that an error describes.</summary>
    private const int MaxTold = 8;

    /// <summary>How soon a silo that has come has said what it is made of.</summary>
    private static readonly TimeSpan SoonKnown = TimeSpan.FromSeconds(2);

    /// <summary>Finds them.</summary>
    /// <param name="card">The model.</param>
    /// <param name="able">The silos that say that they can run it.</param>
    /// <param name="silos">Those that there are.</param>
    internal SiloChoice Find(ModelCard card, ImmutableHashSet<SiloAddress> able, IReadOnlyCollection<SiloAddress> silos)
    {
        var requirement = HardwareRequirement.Of(card);
        var places = silos.Select(silo => (Silo: silo, Devices: hardware.DevicesOf(silo)))
            .Select(place => (place.Silo, place.Devices, Place: placer.Place(card.Id, requirement, place.Devices)))
            .ToList();
        var fitting = places.FindAll(place => place.Devices.Devices.Length > 0 && place.Place.Device is not null);
        if (fitting.Count == 0)
        {
            return new([], Missing(card, requirement, [.. places.Select(place => place.Devices)]));
        }

        var wanted = fitting.FindAll(place => requirement.Kind == DeviceKind.Remote || KindOf(place.Devices, place.Place) == requirement.Kind);
        var best = wanted.Count > 0 ? wanted : fitting;
        best = Prefer(best, place => able.Contains(place.Silo));
        best = requirement.Kind == DeviceKind.Cuda ? best : Prefer(best, place => place.Devices.Devices.All(device => device.Kind == DeviceKind.Cpu));
        return new([.. best.Select(place => place.Silo)], Error: null);
    }

    /// <summary>Whether a silo has the hardware that a model needs, or what will do in its place.</summary>
    internal bool Fits(ModelCard card, SiloAddress silo)
    {
        var devices = hardware.DevicesOf(silo);
        return devices.Devices.Length > 0 && placer.Place(card.Id, HardwareRequirement.Of(card), devices).Device is not null;
    }

    private static DeviceKind? KindOf(DeviceInventory devices, PlacementDecision place) => place.Device is { } device ? devices.Find(device)?.Kind : null;

    private static List<T> Prefer<T>(List<T> all, Predicate<T> preferred) => all.FindAll(preferred) is { Count: > 0 } some ? some : all;

    private static JarvisException Missing(ModelCard card, HardwareRequirement requirement, ImmutableArray<DeviceInventory> silos)
    {
        var known = silos.Where(silo => silo.Devices.Length > 0).Select(silo => silo.ToString()).Distinct().Take(MaxTold);
        var text = string.Join(" | ", known);
        return Error.ModelUnavailable(
            $"{card.Id} needs {requirement}, and no silo of the cluster has that; there is {(text.Length == 0 ? "nothing known yet" : text)}. Start a silo that has it.",
            silos.Any(silo => silo.Devices.IsEmpty) ? SoonKnown : null);
    }
}
