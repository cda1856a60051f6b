namespace Jarvis.Orleans;

/// <summary>Finds the models of silos.</summary>
internal static class SiloModelsGrains
{
    /// <summary>The models of a silo.</summary>
    internal static ISiloModelsGrain ModelsOf(this IGrainFactory grains, SiloAddress silo) => grains.GetGrain<ISiloModelsGrain>(silo.ToParsableString());
}
