using Orleans.Runtime.Placement;

namespace Jarvis.Orleans;

/// <summary>Places what has the address of a silo for a key, or at its end.</summary>
internal sealed class SiloOfKeyDirector : IPlacementDirector
{
    /// <exception cref="SiloUnavailableException">The silo is gone, or not fit for it.</exception>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var key = target.GrainIdentity.Key.ToString()!;
        var silo = target.GrainIdentity.Type == ModelPlace.GrainType ? ModelPlace.Parse(key).Silo : SiloAddress.FromParsableString(key);
        return context.GetCompatibleSilos(target).Contains(silo)
            ? Task.FromResult(silo)
            : throw new SiloUnavailableException($"{silo} is gone, or not fit for {key}.");
    }
}
