using Jarvis.Serialization;
using Jarvis.Tenancy;
using Orleans.Serialization.Cloning;

namespace Jarvis.Orleans;

/// <summary>"Copies" what actors say to each other within a silo: it is immutable, so it is handed over as it is.</summary>
internal sealed class ImmutableCopier : IGeneralizedCopier
{
    /// <summary>Whether a type is one of the messages between actors.</summary>
    internal static bool IsMessage(Type type) =>
        (type.Assembly == typeof(JarvisJsonContext).Assembly && JarvisJsonContext.Default.GetTypeInfo(type) is not null)
        || (type.Assembly == typeof(TenantLeases).Assembly && SiloJsonContext.Default.GetTypeInfo(type) is not null);

    public bool IsSupportedType(Type type) => IsMessage(type);

    public object? DeepCopy(object? input, CopyContext context) => input;
}
