using System.Text.Json;
using Jarvis.Serialization;

namespace Jarvis.Resources;

/// <summary>
/// A resource that is being written: a folder of its own with the bytes and a record of what they are. One rename makes the folder that of
/// the resource, so that there is never half a resource. All its exceptions are the file system's.
/// </summary>
internal sealed class UnfinishedResource : IAsyncDisposable
{
    internal const string ContentFile = "content";

    /// <summary>Names the form of the record; another form gets another name.</summary>
    internal const string RecordFile = "resource.v1.json";

    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _folder;
    private readonly FileStream _content;

    internal UnfinishedResource(string folder)
    {
        _folder = folder;
        _content = Create(Path.Combine(folder, ContentFile));
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

    /// <summary>Writes all to the disk and makes it the resource at <paramref name="target"/>, unless there is one already.</summary>
    internal async Task KeepAsync(Resource resource, string target)
    {
        _content.Flush(flushToDisk: true);
        await _content.DisposeAsync().ConfigureAwait(false);
        await using (var record = Create(Path.Combine(_folder, RecordFile)))
        {
            JsonSerializer.Serialize(record, resource, JarvisJsonContext.Default.Resource);
            record.Flush(flushToDisk: true);
        }

        DirectoryFlush.Flush(_folder);
        try
        {
            Directory.Move(_folder, target);
        }
        catch (IOException) when (IsKept(target))
        {
            // Somebody else was faster with the same bytes; whether they are on the disk by now is still ours to see to.
        }

        DirectoryFlush.Flush(Path.GetDirectoryName(target)!);
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
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = ReadOnly;

        return new FileStream(path, options);
    }
}
