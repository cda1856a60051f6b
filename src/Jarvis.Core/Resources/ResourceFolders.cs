using System.Security.Cryptography;
using System.Text;
using Jarvis.Identity;

namespace Jarvis.Resources;

/// <summary>
/// Which folder holds what: <c>tenant/2 digits/hash</c>, and <c>unfinished</c> for what is being written. Every part of a path is a hash or
/// made here, never a text from outside. A tenant is hashed too, since some file systems take Acme and acme for the same name.
/// </summary>
internal sealed class ResourceFolders
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root;
    private readonly string _unfinished;

    /// <summary>Makes the folders and deletes what crashes left behind.</summary>
    internal ResourceFolders(string root, DateTimeOffset leftoversBefore)
    {
        _root = Path.GetFullPath(root);
        _unfinished = Path.Combine(_root, "unfinished");
        Create(_unfinished);
        foreach (var leftover in new DirectoryInfo(_unfinished).EnumerateDirectories())
        {
            if (leftover.LastWriteTimeUtc < leftoversBefore.UtcDateTime)
                Delete(leftover);
        }
    }

    /// <summary>The folder of a resource, which may not exist.</summary>
    internal string Of(TenantId tenant, ResourceId id)
    {
        var owner = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(tenant.Value)).AsSpan(0, 16));
        return Path.Combine(_root, owner, id.Value[..2], id.Value);
    }

    /// <summary>Makes a folder for an unfinished resource, on the same file system as the finished ones.</summary>
    internal string CreateUnfinished()
    {
        var path = Path.Combine(_unfinished, Guid.NewGuid().ToString("N"));
        Create(path);
        return path;
    }

    /// <summary>Makes the folder that is to hold the folder of a resource, so that it outlives a crash.</summary>
    internal void CreateParent(string folder)
    {
        var parent = Path.GetDirectoryName(folder)!;
        if (Directory.Exists(parent))
            return;

        Create(parent);
        DirectoryFlush.Flush(Path.GetDirectoryName(parent)!);
        DirectoryFlush.Flush(_root);
    }

    private static void Delete(DirectoryInfo leftover)
    {
        try
        {
            leftover.Delete(recursive: true);
        }
        catch (Exception e) when (DiskErrors.IsDiskError(e))
        {
            // Another process that starts now deletes the same ones; and what cannot be deleted is no reason not to start.
        }
    }

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        // The mode is that of the last folder alone, so that missing ones above it are made one by one.
        if (Path.GetDirectoryName(path) is { } parent && !Directory.Exists(parent))
            Create(parent);

        Directory.CreateDirectory(path, OwnerOnly);
    }
}
