using Jarvis.Conformance;
using Microsoft.Extensions.Options;

namespace Jarvis.Resources;

public sealed class FileResourceStoreSpec : ResourceStoreSpec
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jarvis-test-").FullName;

    protected override long MaxLength => 1 << 20;

    public override Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    protected override Task<IResourceStore> OpenAsync() => Task.FromResult<IResourceStore>(
        new FileResourceStore(Options.Create(new ResourceStoreOptions { Directory = _folder, MaxLength = MaxLength }), TimeProvider.System));

    protected override long StoredBytes() => new DirectoryInfo(_folder)
        .EnumerateFiles(UnfinishedResource.ContentFile, SearchOption.AllDirectories)
        .Sum(file => file.Length);
}
