using System.Collections.Frozen;
using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Models.Process.Isolation;

/// <summary>The files of one request, as the store that its inputs are read from in a worker process: it gives what the host named, and takes nothing.</summary>
/// <param name="inputs">The request's inputs.</param>
internal sealed class WorkerFiles(ImmutableArray<WorkerInput> inputs) : IResourceStore
{
    private readonly FrozenDictionary<ResourceId, WorkerFile> _byId = inputs
        .Select(input => input.File)
        .OfType<WorkerFile>()
        .DistinctBy(file => file.Id)
        .ToFrozenDictionary(file => new ResourceId(file.Id));

    public Task<Resource> AddAsync(TenantId tenant, Stream content, ResourceDescription description, CancellationToken cancellationToken) =>
        throw Error.InvalidRequest("A model's process stores nothing.");

    public ValueTask<Resource?> FindAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken) =>
        new(_byId.GetValueOrDefault(id)?.ToResource());

    public ValueTask<Stream> OpenReadAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken) => new(File.OpenRead(PathOf(id)));

    public ValueTask<string> GetPathAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken) => new(PathOf(id));

    private string PathOf(ResourceId id) => _byId.GetValueOrDefault(id)?.Path ?? throw Error.NotFound("This request has no such file.");
}
