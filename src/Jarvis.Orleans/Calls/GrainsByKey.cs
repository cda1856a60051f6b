using Orleans.Metadata;

namespace Jarvis.Orleans;

/// <summary>Grains of one type by their keys. What Orleans else reads out of attributes whenever it is asked for one is read once.</summary>
/// <typeparam name="T">How they are called.</typeparam>
/// <param name="grains">Finds them.</param>
/// <param name="interfaces">Knows the interfaces.</param>
/// <param name="type">Their type.</param>
internal sealed class GrainsByKey<T>(IGrainFactory grains, GrainInterfaceTypeResolver interfaces, GrainType type)
    where T : IGrainWithStringKey
{
    private readonly GrainInterfaceType _interface = interfaces.GetGrainInterfaceType(typeof(T));

    internal T Get(string key) => (T)grains.GetGrain(GrainId.Create(type, key), _interface);
}
