using System.Buffers;
using System.Collections.Concurrent;
using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Resources;

/// <summary>Resources that are gone when the process is: for tests, benchmarks and throw-away sessions.</summary>
public sealed class InMemoryResourceStore : IResourceStore, IDisposable
{
    private readonly ConcurrentDictionary<(TenantId Tenant, ResourceId Id), StoredBytes> _stored = [];
    private readonly ISet<string> _refused = new ResourceStoreOptions().RefusedMediaTypes;
    private readonly Lock _files = new();
    private readonly long _capacity;
    private string? _folder;
    private long _used;

    /// <summary>Creates an empty store.</summary>
    /// <param name="capacity">The most bytes that it holds of all resources together, and so of one; 256 MiB by default.</param>
    public InMemoryResourceStore(long capacity = 256L << 20)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
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
            kept = _stored.TryAdd((tenant, resource.Id), new StoredBytes(resource, bytes.ToArray()));
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
    public ValueTask<Resource?> FindAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken) =>
        new(_stored.GetValueOrDefault((tenant, id))?.Resource);

    /// <inheritdoc/>
    public ValueTask<Stream> OpenReadAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken) =>
        new(new MemoryStream(Require(tenant, id).Bytes, writable: false));

    /// <inheritdoc/>
    public ValueTask<string> GetPathAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken)
    {
        var stored = Require(tenant, id);
        lock (_files)
        {
            return new(stored.Path ??= WriteFile(stored));
        }
    }

    /// <summary>Deletes the files that <see cref="GetPathAsync"/> made.</summary>
    public void Dispose()
    {
        lock (_files)
        {
            if (_folder is not null && Directory.Exists(_folder))
                Directory.Delete(_folder, recursive: true);
        }
    }

    private void Reserve(int bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= _capacity)
            return;

        Interlocked.Add(ref _used, -bytes);
        throw Error.StorageFailed($"The {_capacity:N0} bytes of memory for resources are used up; keep resources on disk, or allow more.");
    }

    private StoredBytes Require(TenantId tenant, ResourceId id) =>
        _stored.GetValueOrDefault((tenant, id)) ?? throw ResourceErrors.NotFound(id);

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

    private sealed class StoredBytes(Resource resource, byte[] bytes)
    {
        public Resource Resource { get; } = resource;

        public byte[] Bytes { get; } = bytes;

        public string? Path { get; set; }
    }
}
