using System.Security.Cryptography;
using System.Text;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Models.Onnx.Tests.Support;

/// <summary>Files of a test as resources, by their paths.</summary>
internal sealed class FileResourceStore : IResourceStore
{
    private readonly Dictionary<ResourceId, string> _paths = [];

    public ModelInput Input(string path, string mediaType)
    {
        var id = ResourceId.FromHash(SHA256.HashData(Encoding.UTF8.GetBytes(path)));
        _paths[id] = path;
        return new ModelInput(new Resource(id, mediaType, new FileInfo(path).Length, Path.GetFileName(path)), this, TenantId.Local);
    }

    public Task<Resource> AddAsync(TenantId tenant, Stream content, ResourceDescription description, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<Resource?> FindAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Stream> OpenReadAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken) => new(File.OpenRead(_paths[id]));

    public ValueTask<string> GetPathAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken) => new(_paths[id]);
}
