using Jarvis.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Core.Tests.Models;

public sealed class ScratchFolderTests : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("scratch-tests-").FullName;
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public async Task The_end_waits_for_batches_to_let_go_of_their_files()
    {
        var folder = Folder();
        var batch = folder.NewBatch();
        Directory.CreateDirectory(batch);

        var ending = folder.DisposeAsync().AsTask();
        Assert.False(ending.IsCompleted);
        Assert.True(Directory.Exists(batch));
        folder.Delete(batch);
        await ending.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Empty(Directory.GetFileSystemEntries(_parent));
    }

    [Fact]
    public async Task The_end_does_not_wait_for_ever()
    {
        var folder = Folder();
        Directory.CreateDirectory(folder.NewBatch());

        var ending = folder.DisposeAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(5));
        await ending.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Empty(Directory.GetFileSystemEntries(_parent));
    }

    [Fact]
    public async Task Without_batches_the_end_is_at_once()
    {
        var folder = Folder();
        folder.Delete(folder.NewBatch());

        await folder.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        folder.Dispose();

        Assert.Empty(Directory.GetFileSystemEntries(_parent));
    }

    private ScratchFolder Folder() => new(
        new ModelEngineOptions { ScratchDirectory = _parent, StopTimeout = TimeSpan.FromSeconds(5) }, _time, NullLogger<ScratchFolder>.Instance);
}
