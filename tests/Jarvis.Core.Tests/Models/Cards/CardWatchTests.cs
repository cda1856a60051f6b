using Jarvis.Models;
using Jarvis.Models.Cards;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jarvis.Core.Tests.Models.Cards;

/// <summary>The file system tells when it likes, so these wait for what it tells and move the fake clock meanwhile.</summary>
public sealed class CardWatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CardsOnDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_card_that_is_added_changed_or_removed_is_told_and_listed()
    {
        using var host = _disk.Host(runners: new NamedRunner());
        var catalog = host.GetRequiredService<IModelCatalog>();
        Assert.Empty(await catalog.ListAsync(default));
        await using var changes = host.GetRequiredService<IModelCatalogChanges>().WatchAsync(default).GetAsyncEnumerator();

        _disk.Write("a.json", CardsOnDisk.Card("a"));
        Assert.Equal("a", Assert.Single((await NextAsync(changes)).Added).Value);
        Assert.True((await catalog.FindAsync(new("a"), default))!.IsAvailable);

        _disk.Write("a.json", CardsOnDisk.Card("a", ",\"maxBatch\":0"));
        Assert.Equal("a", Assert.Single((await NextAsync(changes)).Changed).Value);
        Assert.False((await catalog.FindAsync(new("a"), default))!.IsAvailable);

        File.Delete(Path.Combine(_disk.Path, "a.json"));
        Assert.Equal("a", Assert.Single((await NextAsync(changes)).Removed).Value);
    }

    [Fact]
    public async Task When_the_system_has_lost_changes_the_folder_is_read_anew_and_watched_still()
    {
        var told = new SemaphoreSlim(0);
        using var watch = new CardFolderWatch(new CardFolderOptions { Directory = _disk.Path }, _disk.Time, () => told.Release(), NullLogger.Instance);

        watch.OnLost(new InternalBufferOverflowException());
        await UntilAsync(told.WaitAsync(default(CancellationToken)));
        _disk.Write("a.json", "{}");
        await UntilAsync(told.WaitAsync(default(CancellationToken)));
    }

    [Fact]
    public void A_folder_that_cannot_be_watched_costs_nothing_but_the_watching()
    {
        File.WriteAllText(_disk.Path, "no folder");

        using var watch = new CardFolderWatch(new CardFolderOptions { Directory = _disk.Path }, _disk.Time, () => { }, NullLogger.Instance);
    }

    [Fact]
    public async Task A_host_that_does_not_watch_makes_no_folder()
    {
        using var host = _disk.Host(options => options.Watch = false);

        await host.GetRequiredService<IModelCatalog>().ListAsync(default);

        Assert.False(Directory.Exists(_disk.Path));
    }

    private async Task<ModelCatalogChange> NextAsync(IAsyncEnumerator<ModelCatalogChange> changes)
    {
        var next = changes.MoveNextAsync().AsTask();
        await UntilAsync(next);
        Assert.True(await next);
        return changes.Current;
    }

    private async Task UntilAsync(Task told)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!told.IsCompleted && TimeProvider.System.GetElapsedTime(start) < Patience)
        {
            _disk.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(told, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System));
        }

        await told.WaitAsync(TimeSpan.FromSeconds(1));
    }
}
