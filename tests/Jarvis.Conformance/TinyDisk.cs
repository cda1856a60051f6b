namespace Jarvis.Conformance;

/// <summary>A file system of its own that is soon full.</summary>
public sealed class TinyDisk : IDisposable
{
    public const int Length = 64 * 1024;

    private TinyDisk(string path) => Path = path;

    public string Path { get; }

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
            return new TinyDisk(path);

        Directory.Delete(path);
        return null;
    }
}
