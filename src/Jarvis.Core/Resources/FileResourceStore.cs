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
public sealed partial class FileResourceStore : IResourceStore, IResourceInventory
{
    private const int ChunkLength = 128 * 1024;

    private readonly ResourceStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly IStorageQuota _quota;
    private readonly ResourceFolders _folders;
    private readonly OwnerLocks _locks;
    private readonly OwnerUsage _usage;

    /// <summary>Opens the folder, making it when it is missing, and deletes what crashes left behind in it.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="time">Tells when resources are used, and how old leftovers are.</param>
    /// <param name="quota">How much tenants may keep; null for no limit.</param>
    /// <exception cref="JarvisException">The folder cannot be used (<see cref="ErrorCode.StorageFailed"/>).</exception>
    public FileResourceStore(IOptions<ResourceStoreOptions> options, TimeProvider time, IStorageQuota? quota = null)
    {
        _options = options.Value;
        _time = time;
        _quota = quota ?? new NoStorageQuota();
        try
        {
            _folders = new(_options.Directory);
            _locks = new(_folders.Locks);
            _usage = new(_folders, time);
            RemoveLeftovers();
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
        var limit = await _quota.LimitOfAsync(tenant, cancellationToken).ConfigureAwait(false);
        await using var unfinished = OnDisk(() => new UnfinishedResource(_folders.CreateUnfinished()));
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkLength);
        try
        {
            // What reading the content throws is the bringer's affair and passes as it is; what writing it throws is the disk's.
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                intake.Append(buffer.AsSpan(0, read));
                if (intake.Length > limit)
                    throw _quota.Exceeded(tenant, limit.Value, await UsedBytesAsync(tenant, cancellationToken).ConfigureAwait(false), intake.Length);

                await OnDiskAsync(() => unfinished.WriteAsync(buffer.AsMemory(0, read), cancellationToken)).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        var resource = intake.Complete(_options.RefusedMediaTypes);
        // A long upload may end when the tenant may keep less than when it began, or nothing any more.
        limit = await _quota.LimitOfAsync(tenant, cancellationToken).ConfigureAwait(false);
        await OnDiskAsync(() => KeepAsync(tenant, unfinished, resource, limit)).ConfigureAwait(false);
        return resource;
    }

    /// <inheritdoc/>
    public async ValueTask<Resource?> FindAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken)
    {
        try
        {
            var owner = ResourceFolders.OwnerOf(tenant);
            var path = Path.Combine(_folders.Of(owner, id), UnfinishedResource.RecordFile);
            if (!File.Exists(path))
                return null;

            // Noted before the answer: nobody removes what somebody was just told is there.
            using (await _locks.EnterAsync(owner, cancellationToken).ConfigureAwait(false))
                Use(path);

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

    private async ValueTask KeepAsync(TenantId tenant, UnfinishedResource unfinished, Resource resource, long? limit)
    {
        var owner = ResourceFolders.OwnerOf(tenant);
        var target = _folders.Of(owner, resource.Id);
        if (!await UseAsync(owner, target).ConfigureAwait(false))
        {
            await unfinished.FinishAsync(resource).ConfigureAwait(false);
            using (await _locks.EnterAsync(owner, CancellationToken.None).ConfigureAwait(false))
                Keep(owner, tenant, unfinished, resource, target, limit);

            _folders.FlushParents(target);
        }

        // Whoever was first with these bytes, that they are on the disk by now is ours to see to.
        DirectoryFlush.Flush(Path.GetDirectoryName(target)!);
    }

    private void Keep(string owner, TenantId tenant, UnfinishedResource unfinished, Resource resource, string target, long? limit)
    {
        var record = Path.Combine(target, UnfinishedResource.RecordFile);
        if (UnfinishedResource.IsKept(target))
        {
            Use(record);
            return;
        }

        var used = _usage.Of(owner, tenant);
        if (used + resource.Length > limit && (used = _usage.OfExactly(owner, tenant)) + resource.Length > limit)
            throw _quota.Exceeded(tenant, limit.Value, used, resource.Length);

        ResourceFolders.CreateParent(target);
        _usage.Set(owner, tenant, used + resource.Length);
        try
        {
            unfinished.MoveTo(target);
            Use(record);
        }
        catch (Exception e) when (DiskErrors.IsDiskError(e) && !UnfinishedResource.IsKept(target))
        {
            _usage.Set(owner, tenant, used);
            throw;
        }
    }

    private async ValueTask<bool> UseAsync(string owner, string target)
    {
        if (!UnfinishedResource.IsKept(target))
            return false;

        using (await _locks.EnterAsync(owner, CancellationToken.None).ConfigureAwait(false))
        {
            if (!UnfinishedResource.IsKept(target))
                return false;

            Use(Path.Combine(target, UnfinishedResource.RecordFile));
            return true;
        }
    }

    /// <summary>Notes that a resource is used, as the time at which its record was written. To be called with the owner's lock.</summary>
    private void Use(string record) => File.SetLastWriteTimeUtc(record, _time.GetUtcNow().UtcDateTime);

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
