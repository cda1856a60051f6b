
namespace Jarvis.Orleans;

/// <summary>Knows whose a grain is: by its key, which begins with the tenant's name.</summary>
internal static class TenantOfGrain
{
    /// <summary>The tenant; null for a grain that is everybody's.</summary>
    internal static string? Find(GrainId grain)
    {
        if (grain.Type.ToString() is not ("conversation" or "task" or "tenant" or "tenant-leases"))
        {
            return null;
        }

        var key = grain.Key.ToString()!;
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? key : key[..slash];
    }
}
