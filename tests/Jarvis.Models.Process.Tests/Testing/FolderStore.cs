using System.Security.Cryptography;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Models.Process.Tests.Testing;

/// <summary>Resources as files of a folder; what a file is, is what the test says.</summary>
internal sealed class FolderStore(string folder) : IResourceStore
{
    public Task<Resource> AddAsync(TenantId tenant, Stream content, ResourceDescription description, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<Resource?> FindAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public async ValueTask<Stream> OpenReadAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken) =>
        File.OpenRead(await GetPathAsync(tenant, id, cancellationToken));

    public ValueTask<string> GetPathAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, id.ToString());
        return File.Exists(path) ? ValueTask.FromResult(path) : throw Error.NotFound("There is no such resource.");
    }

    /// <summary>Takes a file in, without reading a sparse one whole: its address is the hash of a name.</summary>
    public ModelInput Take(string path, string mediaType)
    {
        var id = ResourceId.Parse(Convert.ToHexStringLower(SHA256.HashData(Guid.NewGuid().ToByteArray())));
        File.Copy(path, Path.Combine(folder, id.ToString()));
        return new(new Resource(id, mediaType, new FileInfo(path).Length, Path.GetFileName(path)), this, TenantId.Local);
    }
}
