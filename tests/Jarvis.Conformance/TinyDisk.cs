namespace Jarvis.Conformance;

/// <summary>A file system of its own that is soon full.</summary>
public sealed class TinyDisk : IDisposable
{
    public const int Length = 64 * 1024;

    private const int Page = 4096;
    private readonly int _length;

    private TinyDisk(string path, int length) => (Path, _length) = (path, length);

    public string Path { get; }

    /// <summary>Takes away all that is free, until <see cref="Free"/>. Whoever writes meanwhile may leave it a little.</summary>
    public void Fill()
    {
        // A size of nothing would be one without a limit.
        var disk = new DriveInfo(Path);
        for (var free = 0; !Tool.Works("mount", $"-o remount,size={Math.Max(Page, disk.TotalSize - disk.TotalFreeSpace + free)} {Path}");)
            free += Page;
    }

    /// <summary>Has it hold as much again as when it was made.</summary>
    public void Free() => Tool.Run("mount", $"-o remount,size={_length} {Path}");

    public void Dispose()
    {
        Tool.Run("umount", Path);
        Directory.Delete(Path);
    }

    /// <param name="length">How many bytes it holds.</param>
    public static TinyDisk? TryMount(int length = Length)
    {
        var path = Directory.CreateTempSubdirectory("jarvis-disk-").FullName;
        if (OperatingSystem.IsLinux() && Tool.Works("mount", $"-t tmpfs -o size={length} jarvis-test {path}"))
            return new TinyDisk(path, length);

        Directory.Delete(path);
        return null;
    }
}
