using System.Buffers;
using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Serialization;
using Microsoft.Extensions.Options;

namespace Jarvis.Resources;

/// <summary>
/// Resources as files in a folder. When a call returns they are on the disk; several processes may share the folder.
/// </summary>
public sealed class FileResourceStore : IResourceStore
{
    private const int ChunkLength = 128 * 1024;

    private readonly ResourceStoreOptions _options;
    private readonly ResourceFolders _folders;

    /// <summary>Opens the folder, making it when it is missing, and deletes what crashes left behind in it.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="time">Tells how old leftovers are.</param>
    /// <exception cref="JarvisException">The folder cannot be used (<see cref="ErrorCode.StorageFailed"/>).</exception>
    public FileResourceStore(IOptions<ResourceStoreOptions> options, TimeProvider time)
    {
        _options = options.Value;
        try
        {
            _folders = new(_options.Directory, time.GetUtcNow() - _options.LeftoverAge);
        }
        catch (Exception e) when (DiskErrors.IsDiskError(e))
        {
            throw DiskErrors.Explain(e);
        }
    }

    /// <inheritdoc/>
    public async Task<Resource> AddAsync(
        TenantId tenant,
        Stream content,
        ResourceDescription description,
        CancellationToken cancellationToken)
    {
        using var intake = new ResourceIntake(description, _options.MaxLength);
        await using var unfinished = OnDisk(() => new UnfinishedResource(_folders.CreateUnfinished()));
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkLength);
        try
        {
            // What reading the content throws is the bringer's affair and passes as it is; what writing it throws is the disk's.
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                intake.Append(buffer.AsSpan(0, read));
                await OnDiskAsync(() => unfinished.WriteAsync(buffer.AsMemory(0, read), cancellationToken)).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        var resource = intake.Complete(_options.RefusedMediaTypes);
        await OnDiskAsync(() => KeepAsync(unfinished, resource, _folders.Of(tenant, resource.Id))).ConfigureAwait(false);
        return resource;
    }

    /// <inheritdoc/>
    public async ValueTask<Resource?> FindAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken)
    {
        try
        {
            var path = Path.Combine(_folders.Of(tenant, id), UnfinishedResource.RecordFile);
            var record = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize(record, JarvisJsonContext.Default.Resource);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (DiskErrors.IsDiskError(e))
        {
            throw DiskErrors.Explain(e);
        }
        catch (JsonException e)
        {
            throw Error.StorageFailed($"The record of resource {id.Value[..12]}… is damaged; restore the folder for resources from a copy.", e);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Stream> OpenReadAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken)
    {
        try
        {
            return new(new FileStream(ContentPath(tenant, id), new FileStreamOptions
            {
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous,
            }));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw ResourceErrors.NotFound(id);
        }
        catch (Exception e) when (DiskErrors.IsDiskError(e))
        {
            throw DiskErrors.Explain(e);
        }
    }

    /// <inheritdoc/>
    public ValueTask<string> GetPathAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken)
    {
        var path = ContentPath(tenant, id);
        return File.Exists(path) ? new(path) : throw ResourceErrors.NotFound(id);
    }

    private string ContentPath(TenantId tenant, ResourceId id) => Path.Combine(_folders.Of(tenant, id), UnfinishedResource.ContentFile);

    private async ValueTask KeepAsync(UnfinishedResource unfinished, Resource resource, string target)
    {
        if (UnfinishedResource.IsKept(target))
        {
            DirectoryFlush.Flush(Path.GetDirectoryName(target)!);
            return;
        }

        _folders.CreateParent(target);
        await unfinished.KeepAsync(resource, target).ConfigureAwait(false);
    }

    private static T OnDisk<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (DiskErrors.IsDiskError(e))
        {
            throw DiskErrors.Explain(e);
        }
    }

    private static async ValueTask OnDiskAsync(Func<ValueTask> action)
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (Exception e) when (DiskErrors.IsDiskError(e))
        {
            throw DiskErrors.Explain(e);
        }
    }
}
