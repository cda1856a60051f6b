using System.Buffers;
using System.Runtime.CompilerServices;
using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Resources;

/// <summary>Resources that are gone when the process is: for tests, benchmarks and throw-away sessions.</summary>
public sealed class InMemoryResourceStore : IResourceStore, IResourceInventory, IDisposable
{
    private readonly Dictionary<TenantId, Dictionary<ResourceId, StoredBytes>> _stored = [];
    private readonly ISet<string> _refused = new ResourceStoreOptions().RefusedMediaTypes;
    private readonly Lock _lock = new();
    private readonly long _capacity;
    private readonly TimeProvider _time;
    private readonly IStorageQuota _quota;
    private string? _folder;
    private long _used;

    /// <summary>Creates an empty store.</summary>
    /// <param name="capacity">The most bytes that it holds of all resources together, and so of one; 256 MiB by default.</param>
    /// <param name="time">Tells when resources are used; null for the system's clock.</param>
    /// <param name="quota">How much tenants may keep; null for no limit.</param>
    public InMemoryResourceStore(long capacity = 256L << 20, TimeProvider? time = null, IStorageQuota? quota = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
        _time = time ?? TimeProvider.System;
        _quota = quota ?? new NoStorageQuota();
    }

    /// <summary>The bytes of all resources together, finished or not.</summary>
    internal long UsedBytes => Interlocked.Read(ref _used);

    /// <inheritdoc/>
    public async Task<Resource> AddAsync(
        TenantId tenant,
        Stream content,
        ResourceDescription description,
        CancellationToken cancellationToken)
    {
        using var intake = new ResourceIntake(description, _capacity);
        using var bytes = new MemoryStream();
        _ = await _quota.LimitOfAsync(tenant, cancellationToken).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        long reserved = 0;
        var kept = false;
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                intake.Append(buffer.AsSpan(0, read));
                Reserve(read);
                reserved += read;
                bytes.Write(buffer, 0, read);
            }

            var resource = intake.Complete(_refused);
            var limit = await _quota.LimitOfAsync(tenant, cancellationToken).ConfigureAwait(false);
            kept = Keep(tenant, resource, bytes, limit);
            return resource;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (!kept)
                Interlocked.Add(ref _used, -reserved);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Resource?> FindAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var found = Known(tenant, id);
            if (found is not null)
                found.UsedAt = _time.GetUtcNow();

            return new(found?.Resource);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Stream> OpenReadAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(new MemoryStream(Require(tenant, id).Bytes, writable: false));
    }

    /// <inheritdoc/>
    public ValueTask<string> GetPathAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var stored = Require(tenant, id);
            return new(stored.Path ??= WriteFile(stored));
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<TenantId> ListTenantsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var tenant in Copy(() => _stored.Keys))
            yield return tenant;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredResource> ListAsync(TenantId tenant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var stored in Copy(() => Of(tenant).Values.Select(stored => new StoredResource(stored.Resource, stored.AddedAt, stored.UsedAt))))
            yield return stored;
    }

    /// <inheritdoc/>
    public ValueTask<long> UsedBytesAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(UsedBy(tenant));
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(TenantId tenant, ResourceId id, DateTimeOffset? unusedSince, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (Known(tenant, id) is not { } stored || stored.UsedAt > unusedSince)
                return new(false);

            Drop(stored);
            _stored[tenant].Remove(id);
            return new(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask RemoveTenantAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var stored in Of(tenant).Values)
                Drop(stored);

            _stored.Remove(tenant);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public int RemoveLeftovers() => 0;

    /// <summary>Deletes the files that <see cref="GetPathAsync"/> made.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_folder is not null && Directory.Exists(_folder))
                Directory.Delete(_folder, recursive: true);
        }
    }

    private bool Keep(TenantId tenant, Resource resource, MemoryStream bytes, long? limit)
    {
        lock (_lock)
        {
            if (Known(tenant, resource.Id) is { } known)
            {
                known.UsedAt = _time.GetUtcNow();
                return false;
            }

            var used = UsedBy(tenant);
            if (used + resource.Length > limit)
                throw _quota.Exceeded(tenant, limit.Value, used, resource.Length);

            _stored.TryAdd(tenant, []);
            return _stored[tenant].TryAdd(resource.Id, new StoredBytes(resource, bytes.ToArray(), _time.GetUtcNow()));
        }
    }

    private Dictionary<ResourceId, StoredBytes> Of(TenantId tenant) => _stored.GetValueOrDefault(tenant) ?? [];

    private StoredBytes? Known(TenantId tenant, ResourceId id) => Of(tenant).GetValueOrDefault(id);

    private long UsedBy(TenantId tenant) => Of(tenant).Values.Sum(stored => stored.Resource.Length);

    private List<T> Copy<T>(Func<IEnumerable<T>> read)
    {
        lock (_lock)
            return [.. read()];
    }

    private void Drop(StoredBytes stored)
    {
        Interlocked.Add(ref _used, -stored.Resource.Length);
        if (stored.Path is not null)
            File.Delete(stored.Path);
    }

    private void Reserve(int bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= _capacity)
            return;

        Interlocked.Add(ref _used, -bytes);
        throw Error.StorageFailed($"The {_capacity:N0} bytes of memory for resources are used up; keep resources on disk, or allow more.");
    }

    private StoredBytes Require(TenantId tenant, ResourceId id) => Known(tenant, id) ?? throw ResourceErrors.NotFound(id);

    private string WriteFile(StoredBytes stored)
    {
        _folder ??= Directory.CreateTempSubdirectory("jarvis-").FullName;

        // Two tenants may hold the same bytes, and neither is to see whether the other does.
        var path = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        try
        {
            File.WriteAllBytes(path, stored.Bytes);
        }
        catch (Exception e) when (DiskErrors.IsDiskError(e))
        {
            File.Delete(path);
            throw DiskErrors.Explain(e);
        }

        return path;
    }

    private sealed class StoredBytes(Resource resource, byte[] bytes, DateTimeOffset at)
    {
        public Resource Resource { get; } = resource;

        public byte[] Bytes { get; } = bytes;

        public DateTimeOffset AddedAt { get; } = at;

        public DateTimeOffset UsedAt { get; set; } = at;

        public string? Path { get; set; }
    }
}
