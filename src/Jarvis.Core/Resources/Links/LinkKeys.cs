using System.Security.Cryptography;
using Jarvis.Errors;
using Microsoft.Extensions.Options;

namespace Jarvis.Resources;

/// <summary>
/// The keys that links are signed with, in a file that only its owner may read. The newest signs; when it is old a new one is made, and those whose
/// last link has ended are dropped. Several processes may share the file. Thread-safe.
/// </summary>
/// <param name="options">Where, and for how long.</param>
/// <param name="time">The clock.</param>
internal sealed class LinkKeys(IOptions<SignedLinkOptions> options, TimeProvider time)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int MaxLength = 64 * 1024;

    /// <summary>How soon the file is read again for a key that it did not have: others may make one, and anybody may name one that never was.</summary>
    private static readonly TimeSpan RereadStep = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private IReadOnlyList<LinkKey> _keys = [];
    private long? _readAt;

    /// <summary>The key that signs now.</summary>
    /// <exception cref="JarvisException">The file cannot be used (<see cref="ErrorCode.StorageFailed"/>).</exception>
    internal LinkKey Newest()
    {
        lock (_lock)
        {
            if (_keys is [.., var newest] && IsYoung(newest))
                return newest;

            return Renew();
        }
    }

    /// <summary>The key of an id; null where there is none any more.</summary>
    /// <exception cref="JarvisException">The file cannot be used (<see cref="ErrorCode.StorageFailed"/>).</exception>
    internal LinkKey? Find(string id)
    {
        lock (_lock)
        {
            if (Known(id) is { } known)
                return known;

            if (_readAt is { } at && time.GetElapsedTime(at) < RereadStep)
                return null;

            OnDisk(() => _keys = Read());
            return Known(id);
        }
    }

    private LinkKey? Known(string id) => _keys.FirstOrDefault(key => key.Id == id);

    private bool IsYoung(LinkKey key) => time.GetUtcNow() - key.CreatedAt < options.Value.KeyLifetime;

    private LinkKey Renew() => OnDisk(() =>
    {
        var path = Path.GetFullPath(options.Value.KeyFile);
        CreateFolder(Path.GetDirectoryName(path)!);
        using var one = FileLock.Take(path + ".lock");
        var now = time.GetUtcNow();
        var keys = Read().Where(key => now - key.CreatedAt < options.Value.KeyLifetime + options.Value.MaxLifetime).ToList();
        if (keys is not [.., var newest] || !IsYoung(newest))
        {
            newest = new LinkKey(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)), now, RandomNumberGenerator.GetBytes(LinkKey.SecretLength));
            keys.Add(newest);
            Write(path, keys);
        }

        _keys = keys;
        return newest;
    });

    private List<LinkKey> Read()
    {
        var path = Path.GetFullPath(options.Value.KeyFile);
        _readAt = time.GetTimestamp();
        if (!File.Exists(path))
            return [];

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != 0)
            throw Error.StorageFailed($"Others may read the keys of links in '{Path.GetFileName(path)}': delete the file, and new ones are made; links that were given out end with it.");

        return new FileInfo(path).Length > MaxLength
            ? throw Error.StorageFailed($"'{Path.GetFileName(path)}' is no file of keys of links; name another, or delete it.")
            : [.. File.ReadLines(path).Select(LinkKey.Parse).OfType<LinkKey>().OrderBy(key => key.CreatedAt)];
    }

    /// <summary>In one step, so that nobody reads half of it.</summary>
    private static void Write(string path, List<LinkKey> keys)
    {
        var next = $"{path}.{Guid.NewGuid():N}";
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = OwnerOnly;

        try
        {
            using (var file = new FileStream(next, how))
            {
                using var text = new StreamWriter(file, leaveOpen: true);
                foreach (var key in keys)
                    text.WriteLine(key.ToLine());

                text.Flush();
                file.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite: true);
        }
        catch
        {
            File.Delete(next);
            throw;
        }
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else if (!Directory.Exists(folder))
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }

    private static T OnDisk<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (DiskErrors.IsDiskError(e))
        {
            throw Error.StorageFailed("The keys of links cannot be read or written; check their file and its folder, or name another (Jarvis:Links:KeyFile).", e);
        }
    }
}
