using Orleans.Runtime.Placement;

namespace Jarvis.Orleans;

/// <summary>Places what has the address of a silo for a key.</summary>
internal sealed class SiloOfKeyDirector : IPlacementDirector
{
    /// <exception cref="SiloUnavailableException">The silo is gone.</exception>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silo = SiloAddress.FromParsableString(target.GrainIdentity.Key.ToString()!);
        return context.GetCompatibleSilos(target).Contains(silo)
            ? Task.FromResult(silo)
            : throw new SiloUnavailableException($"{silo} is gone.");
    }
}
