using System.Globalization;
using Jarvis.Identity;

namespace Jarvis.Resources;

/// <summary>
/// How many bytes the resources of a tenant have, in a file beside them, with whose they are. It is raised before a resource is kept and lowered
/// after one is removed, so that what a crash leaves is too much, never too little; and it is counted anew by who first asks in a process, and before
/// anybody is turned away. To be used while the owner's lock is held.
/// </summary>
/// <param name="folders">Which folder holds what.</param>
/// <param name="time">The clock.</param>
internal sealed class OwnerUsage(ResourceFolders folders, TimeProvider time)
{
    /// <summary>Names the form of the file; another form gets another name.</summary>
    internal const string File = "owner.v1";

    /// <summary>How often a tenant that is turned away again and again has its files counted.</summary>
    private static readonly TimeSpan RecountStep = TimeSpan.FromMinutes(1);

    /// <summary>The most tenants of which it is remembered that they were counted; for one more all are forgotten.</summary>
    private const int Capacity = 10_000;

    private readonly Dictionary<string, long> _counted = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Whose a folder is; null where nobody has told.</summary>
    internal TenantId? TenantOf(string owner) => Read(owner)?.Tenant;

    /// <summary>The bytes that are used.</summary>
    internal long Of(string owner, TenantId tenant) => IsCounted(owner) && Read(owner) is { } known ? known.Bytes : Recount(owner, tenant);

    /// <summary>The same, counted anew unless that was done a moment ago.</summary>
    internal long OfExactly(string owner, TenantId tenant)
    {
        lock (_lock)
        {
            if (_counted.TryGetValue(owner, out var at) && time.GetElapsedTime(at) < RecountStep && Read(owner) is { } known)
                return known.Bytes;
        }

        return Recount(owner, tenant);
    }

    internal void Set(string owner, TenantId tenant, long bytes) => System.IO.File.WriteAllText(
        Path.Combine(folders.OfOwner(owner), File), string.Create(CultureInfo.InvariantCulture, $"{tenant} {Math.Max(0, bytes)}\n"));

    internal void Forget(string owner)
    {
        lock (_lock)
            _counted.Remove(owner);
    }

    private bool IsCounted(string owner)
    {
        lock (_lock)
            return _counted.ContainsKey(owner);
    }

    private long Recount(string owner, TenantId tenant)
    {
        var bytes = folders.Resources(owner).Sum(LengthOf);
        if (Directory.Exists(folders.OfOwner(owner)))
        {
            Set(owner, tenant, bytes);
            lock (_lock)
            {
                if (_counted.Count >= Capacity)
                    _counted.Clear();

                _counted[owner] = time.GetTimestamp();
            }
        }

        return bytes;
    }

    private static long LengthOf(string folder)
    {
        var content = new FileInfo(Path.Combine(folder, UnfinishedResource.ContentFile));
        return content.Exists ? content.Length : 0;
    }

    private (TenantId Tenant, long Bytes)? Read(string owner)
    {
        try
        {
            // A crash may have left half of it, or nothing.
            return System.IO.File.ReadAllText(Path.Combine(folders.OfOwner(owner), File)).Split(' ') is [var tenant, var number]
                && number.EndsWith('\n')
                && TenantId.TryParse(tenant, null, out var id)
                && ResourceFolders.OwnerOf(id) == owner
                && long.TryParse(number.AsSpan(0, number.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
                    ? (id, bytes)
                    : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
