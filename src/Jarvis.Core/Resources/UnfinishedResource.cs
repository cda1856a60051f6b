using System.Text.Json;
using Jarvis.Serialization;

namespace Jarvis.Resources;

/// <summary>
/// A resource that is being written: a folder of its own with the bytes and a record of what they are. One rename makes the folder that of
/// the resource, so that there is never half a resource. Its file of bytes is held until then, by which others know that somebody is at work on it.
/// All its exceptions are the file system's.
/// </summary>
internal sealed class UnfinishedResource : IAsyncDisposable
{
    internal const string ContentFile = "content";

    /// <summary>Names the form of the record; another form gets another name. When it was written says when the resource was used last.</summary>
    internal const string RecordFile = "resource.v1.json";

    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _folder;
    private readonly FileStream _content;

    internal UnfinishedResource(string folder)
    {
        _folder = folder;
        _content = Create(Path.Combine(folder, ContentFile));
        FileLock.Hold(_content.SafeFileHandle);
    }

    /// <summary>Deletes whatever was not kept.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _content.DisposeAsync().ConfigureAwait(false);
            if (Directory.Exists(_folder))
                Directory.Delete(_folder, recursive: true);
        }
        catch (Exception e) when (DiskErrors.IsDiskError(e))
        {
            // The next start finds it among the leftovers; what the caller is being told matters more.
        }
    }

    internal ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _content.WriteAsync(bytes, cancellationToken);

    /// <summary>Writes all to the disk: what is missing to a resource is its place.</summary>
    internal async Task FinishAsync(Resource resource)
    {
        _content.Flush(flushToDisk: true);
        await using (var record = Create(Path.Combine(_folder, RecordFile)))
        {
            JsonSerializer.Serialize(record, resource, JarvisJsonContext.Default.Resource);
            record.Flush(flushToDisk: true);
        }

        DirectoryFlush.Flush(_folder);
    }

    /// <summary>Makes it the resource at <paramref name="target"/>, where there is none; its name is not on the disk before its folder is flushed.</summary>
    internal void MoveTo(string target)
    {
        // Windows moves no folder with an open file in it.
        if (OperatingSystem.IsWindows())
            _content.Dispose();

        Directory.Move(_folder, target);
    }

    /// <summary>Whether there is a resource at <paramref name="target"/>.</summary>
    internal static bool IsKept(string target) => File.Exists(Path.Combine(target, ContentFile));

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
            Share = FileShare.Read | FileShare.Delete,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = ReadOnly;

        return new FileStream(path, options);
    }
}
