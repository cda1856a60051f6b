using System.Collections.Immutable;
using Jarvis.Conformance.Hosts;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jarvis.Core.Tests.Models;

public sealed class ModelCatalogChangesTests
{
    private static readonly ModelCard Card = ListedModels.Card("a", TaskTypes.TextGeneration);

    [Fact]
    public async Task What_is_different_is_told_by_id()
    {
        var source = new Source(Card, Card with { Id = new("b") }, Card with { Id = new("c") });
        using var catalog = Catalog(source);
        await catalog.ListAsync(default);
        await using var changes = catalog.WatchAsync(default).GetAsyncEnumerator();

        source.Cards = [Card, Card with { Id = new("b"), MaxBatch = 2 }, Card with { Id = new("d") }];
        await catalog.RefreshAsync(default);

        Assert.True(await changes.MoveNextAsync());
        Assert.Equal(["d"], changes.Current.Added.Select(id => id.Value));
        Assert.Equal(["b"], changes.Current.Changed.Select(id => id.Value));
        Assert.Equal(["c"], changes.Current.Removed.Select(id => id.Value));
        Assert.Equal(2, (await catalog.FindAsync(new("b"), default))!.Card.MaxBatch);
    }

    [Fact]
    public async Task A_refresh_that_finds_the_same_is_no_change_and_keeps_the_same_list()
    {
        using var catalog = Catalog(new Source(Card with { Tags = ["x"] }) { Copies = true });
        var before = await catalog.ListAsync(default);
        using var stop = new CancellationTokenSource();
        await using var changes = catalog.WatchAsync(stop.Token).GetAsyncEnumerator();
        var next = changes.MoveNextAsync().AsTask();

        await catalog.RefreshAsync(default);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        Assert.True(before == await catalog.ListAsync(default));
    }

    [Fact]
    public async Task A_slow_reader_is_told_of_many_changes_as_one()
    {
        var source = new Source(Card);
        using var catalog = Catalog(source);
        await catalog.ListAsync(default);
        using var stop = new CancellationTokenSource();
        await using var changes = catalog.WatchAsync(stop.Token).GetAsyncEnumerator();
        for (var i = 2; i < 50; i++)
        {
            source.Cards = [Card with { MaxBatch = i }];
            await catalog.RefreshAsync(default);
        }

        Assert.True(await changes.MoveNextAsync());
        Assert.Equal(Card.Id, Assert.Single(changes.Current.Changed));
        var next = changes.MoveNextAsync().AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task A_source_that_says_it_has_changed_is_asked_again_and_the_others_are_not()
    {
        var (told, other) = (new Source(Card), new Source(Card with { Id = new("b") }));
        using var catalog = Catalog(told, other);
        await catalog.ListAsync(default);
        await using var changes = catalog.WatchAsync(default).GetAsyncEnumerator();
        told.Cards = [];

        told.Changed!();

        Assert.True(await changes.MoveNextAsync());
        Assert.Equal(Card.Id, Assert.Single(changes.Current.Removed));
        Assert.Equal((2, 1), (told.Asked, other.Asked));
    }

    [Fact]
    public async Task Until_a_source_has_answered_again_what_it_said_before_counts()
    {
        var source = new Source(Card);
        using var catalog = Catalog(source);
        await catalog.ListAsync(default);
        source.Gate = new TaskCompletionSource();
        source.Cards = [];

        var refresh = catalog.RefreshAsync(default).AsTask();
        Assert.Single(await catalog.ListAsync(default));
        source.Gate.SetResult();
        await refresh;

        Assert.Empty(await catalog.ListAsync(default));
    }

    [Fact]
    public async Task Refreshes_that_come_while_one_waits_are_one()
    {
        var source = new Source(Card) { Gate = new TaskCompletionSource() };
        using var catalog = Catalog(source);

        var refreshes = Enumerable.Range(0, 100).Select(_ => catalog.RefreshAsync(default).AsTask()).ToList();
        source.Gate.SetResult();
        await Task.WhenAll(refreshes);

        Assert.InRange(source.Asked, 2, 3);
    }

    [Fact]
    public async Task A_source_that_fails_later_keeps_its_models()
    {
        var source = new Source(Card);
        using var catalog = Catalog(source);
        await catalog.ListAsync(default);
        source.Fails = true;

        await catalog.RefreshAsync(default);

        Assert.Equal(Card, Assert.Single(await catalog.ListAsync(default)).Card);
    }

    [Fact]
    public async Task A_card_that_does_not_count_is_said_with_where_it_is_from()
    {
        using var catalog = Catalog(new Source(Card), new Source(Card with { Runner = "other" }));

        var model = Assert.Single(await catalog.ListAsync(default));

        Assert.Equal("scripted", model.Card.Runner);
        Assert.Contains("other", model.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_that_is_cancelled_ends()
    {
        using var catalog = Catalog(new Source(Card));
        using var stop = new CancellationTokenSource();
        await using var changes = catalog.WatchAsync(stop.Token).GetAsyncEnumerator();
        var next = changes.MoveNextAsync();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public async Task The_end_of_the_catalog_is_the_end_of_watching_sources()
    {
        var source = new Source(Card);
        var catalog = Catalog(source);
        await catalog.ListAsync(default);

        catalog.Dispose();

        Assert.Null(source.Changed);
    }

    private static ModelCatalog Catalog(params IModelSource[] sources) => new(sources, NullLogger<ModelCatalog>.Instance);

    private sealed class Source(params ImmutableArray<ModelCard> cards) : IModelSource, IModelSourceChanges, IDisposable
    {
        public ImmutableArray<ModelCard> Cards { get; set; } = cards;

        public TaskCompletionSource? Gate { get; set; }

        public bool Fails { get; set; }

        public bool Copies { get; init; }

        public int Asked { get; private set; }

        public Action? Changed { get; private set; }

        public async Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken)
        {
            Asked++;
            await (Gate?.Task ?? Task.CompletedTask);
            return Fails
                ? throw new IOException("gone")
                : [.. Cards.Select(card => new ModelStatus(Copies ? card with { Tags = [.. card.Tags] } : card, DeviceId.Cpu))];
        }

        public IDisposable Watch(Action changed)
        {
            Changed = changed;
            return this;
        }

        public void Dispose() => Changed = null;
    }
}
