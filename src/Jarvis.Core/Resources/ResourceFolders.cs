using System.Security.Cryptography;
using System.Text;
using Jarvis.Identity;

namespace Jarvis.Resources;

/// <summary>
/// Which folder holds what: <c>owner/2 digits/hash</c>, <c>unfinished</c> for what is being written or deleted, and <c>locks</c>. Every part of a
/// path is a hash or made here, never a text from outside. A tenant is hashed too, since some file systems take Acme and acme for the same name.
/// </summary>
internal sealed class ResourceFolders
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int OwnerLength = 32;
    private const int HashLength = 64;
    private const string DeletedPrefix = "deleted-";

    private readonly string _root;
    private readonly string _unfinished;

    /// <summary>Makes the folders.</summary>
    internal ResourceFolders(string root)
    {
        _root = Path.GetFullPath(root);
        _unfinished = Path.Combine(_root, "unfinished");
        Locks = Path.Combine(_root, "locks");
        Create(_unfinished);
        Create(Locks);
    }

    /// <summary>Where locks are.</summary>
    internal string Locks { get; }

    /// <summary>The name of a tenant's folder.</summary>
    internal static string OwnerOf(TenantId tenant) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(tenant.Value)).AsSpan(0, OwnerLength / 2));

    /// <summary>The folder of a tenant, which may not exist.</summary>
    internal string OfOwner(string owner) => Path.Combine(_root, owner);

    /// <summary>The folder of a resource, which may not exist.</summary>
    internal string Of(TenantId tenant, ResourceId id) => Of(OwnerOf(tenant), id);

    /// <inheritdoc cref="Of(TenantId, ResourceId)"/>
    internal string Of(string owner, ResourceId id) => Path.Combine(_root, owner, id.Value[..2], id.Value);

    /// <summary>The tenants' folders that there are.</summary>
    internal IEnumerable<string> Owners() => Directory.EnumerateDirectories(_root).Select(path => Path.GetFileName(path)!).Where(IsOwner);

    /// <summary>The folders of a tenant's resources.</summary>
    internal IEnumerable<string> Resources(string owner)
    {
        var folder = OfOwner(owner);
        return Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).SelectMany(Entries).Where(path => Path.GetFileName(path).Length == HashLength)
            : [];
    }

    /// <summary>Makes a folder for an unfinished resource, on the same file system as the finished ones.</summary>
    internal string CreateUnfinished()
    {
        var path = Path.Combine(_unfinished, Guid.NewGuid().ToString("N"));
        Create(path);
        return path;
    }

    /// <summary>A name for what is taken away to be deleted: whoever finds it deletes it.</summary>
    internal string NewDeleted() => Path.Combine(_unfinished, DeletedPrefix + Guid.NewGuid().ToString("N"));

    /// <summary>Whether a folder was taken away to be deleted.</summary>
    internal static bool IsDeleted(DirectoryInfo folder) => folder.Name.StartsWith(DeletedPrefix, StringComparison.Ordinal);

    /// <summary>What was begun and not finished, by anybody.</summary>
    internal IEnumerable<DirectoryInfo> Unfinished() => new DirectoryInfo(_unfinished).EnumerateDirectories();

    /// <summary>Makes the folder that is to hold the folder of a resource.</summary>
    /// <returns>Whether it was missing.</returns>
    internal static bool CreateParent(string folder)
    {
        var parent = Path.GetDirectoryName(folder)!;
        if (Directory.Exists(parent))
            return false;

        Create(parent);
        return true;
    }

    /// <summary>Has the folders above a resource outlive a crash.</summary>
    internal void FlushParents(string folder)
    {
        DirectoryFlush.Flush(Path.GetDirectoryName(Path.GetDirectoryName(folder)!)!);
        DirectoryFlush.Flush(_root);
    }

    private static bool IsOwner(string name) => name.Length == OwnerLength && name.All(char.IsAsciiHexDigitLower);

    private static IEnumerable<string> Entries(string folder)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(folder)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
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
