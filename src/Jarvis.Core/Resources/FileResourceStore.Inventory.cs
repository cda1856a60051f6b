using System.Runtime.CompilerServices;
using System.Text.Json;
using Jarvis.Identity;
using Jarvis.Serialization;

namespace Jarvis.Resources;

public sealed partial class FileResourceStore
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<TenantId> ListTenantsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var owner in OnDisk(() => _folders.Owners().ToList()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (OnDisk(() => _usage.TenantOf(owner)) is { } tenant)
                yield return tenant;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredResource> ListAsync(TenantId tenant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var folder in OnDisk(() => _folders.Resources(ResourceFolders.OwnerOf(tenant))))
        {
            if (await ReadAsync(folder, cancellationToken).ConfigureAwait(false) is { } stored)
                yield return stored;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<long> UsedBytesAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var owner = ResourceFolders.OwnerOf(tenant);
        using (await EnterAsync(owner, cancellationToken).ConfigureAwait(false))
            return OnDisk(() => _usage.OfExactly(owner, tenant));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveAsync(TenantId tenant, ResourceId id, DateTimeOffset? unusedSince, CancellationToken cancellationToken)
    {
        var owner = ResourceFolders.OwnerOf(tenant);
        var target = _folders.Of(owner, id);
        var gone = _folders.NewDeleted();
        using (await EnterAsync(owner, cancellationToken).ConfigureAwait(false))
        {
            if (!OnDisk(() => TakeAway(owner, tenant, target, gone, unusedSince)))
                return false;
        }

        OnDisk(() => Delete(gone));
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask RemoveTenantAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var owner = ResourceFolders.OwnerOf(tenant);
        var gone = _folders.NewDeleted();
        using (await EnterAsync(owner, cancellationToken).ConfigureAwait(false))
        {
            var found = OnDisk(() =>
            {
                _usage.Forget(owner);
                if (!Directory.Exists(_folders.OfOwner(owner)))
                    return false;

                Directory.Move(_folders.OfOwner(owner), gone);
                return true;
            });
            if (!found)
                return;
        }

        OnDisk(() => Delete(gone));
    }

    /// <inheritdoc/>
    public int RemoveLeftovers()
    {
        var before = (_time.GetUtcNow() - _options.LeftoverAge).UtcDateTime;
        return OnDisk(() => _folders.Unfinished().Count(leftover => IsLeft(leftover, before) && TryDelete(leftover.FullName)));
    }

    /// <summary>What nobody holds is of a process that is gone; where nobody could hold it, its age tells.</summary>
    private static bool IsLeft(DirectoryInfo folder, DateTime before)
    {
        var content = Path.Combine(folder.FullName, UnfinishedResource.ContentFile);
        return ResourceFolders.IsDeleted(folder) || folder.LastWriteTimeUtc < before || (!OperatingSystem.IsWindows() && File.Exists(content) && FileLock.IsFree(content));
    }

    private static bool TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (Exception e) when (DiskErrors.IsDiskError(e))
        {
            // Another process that starts now deletes the same ones; and what cannot be deleted is no reason not to start.
            return false;
        }
    }

    private static bool Delete(string folder)
    {
        while (Directory.Exists(folder))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // A process that starts deletes the same.
            }
        }

        return true;
    }

    private static async ValueTask<StoredResource?> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            var record = new FileInfo(Path.Combine(folder, UnfinishedResource.RecordFile));
            var resource = JsonSerializer.Deserialize(
                await File.ReadAllBytesAsync(record.FullName, cancellationToken).ConfigureAwait(false), JarvisJsonContext.Default.Resource);
            var added = new FileInfo(Path.Combine(folder, UnfinishedResource.ContentFile)).LastWriteTimeUtc;
            return resource is null ? null : new(resource, new(added), new(record.LastWriteTimeUtc));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            // It was removed meanwhile, or is damaged: then it is told where it is asked for.
            return null;
        }
        catch (Exception e) when (DiskErrors.IsDiskError(e))
        {
            throw DiskErrors.Explain(e);
        }
    }

    /// <summary>Takes a resource away from where it is looked for, unless it was used.</summary>
    private bool TakeAway(string owner, TenantId tenant, string target, string gone, DateTimeOffset? unusedSince)
    {
        var content = new FileInfo(Path.Combine(target, UnfinishedResource.ContentFile));
        if (!content.Exists || File.GetLastWriteTimeUtc(Path.Combine(target, UnfinishedResource.RecordFile)) > unusedSince?.UtcDateTime)
            return false;

        var used = _usage.Of(owner, tenant);
        Directory.Move(target, gone);
        _usage.Set(owner, tenant, used - content.Length);
        return true;
    }

    private async ValueTask<IDisposable> EnterAsync(string owner, CancellationToken cancellationToken)
    {
        try
        {
            return await _locks.EnterAsync(owner, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (DiskErrors.IsDiskError(e))
        {
            throw DiskErrors.Explain(e);
        }
    }
}
