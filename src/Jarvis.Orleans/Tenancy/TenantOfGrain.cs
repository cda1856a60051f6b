using System.Collections.Frozen;
using System.Text;

namespace Jarvis.Orleans;

/// <summary>Knows whose a grain is: by its key, which begins with the tenant's name.</summary>
internal static class TenantOfGrain
{
    private static readonly FrozenSet<GrainType> Types =
        new[] { ConversationGrain.Type, TaskGrain.Type, "tenant", "tenant-leases" }.Select(GrainType.Create).ToFrozenSet();

    /// <summary>The tenant; null for a grain that is everybody's.</summary>
    internal static string? Find(GrainId grain)
    {
        if (!Types.Contains(grain.Type))
        {
            return null;
        }

        var key = grain.Key.AsSpan();
        var slash = key.IndexOf((byte)'/');
        return Encoding.UTF8.GetString(slash < 0 ? key : key[..slash]);
    }
}
