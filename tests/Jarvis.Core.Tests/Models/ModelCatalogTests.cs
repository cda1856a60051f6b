using System.Collections.Immutable;
using Jarvis.Conformance.Hosts;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jarvis.Core.Tests.Models;

public sealed class ModelCatalogTests
{
    private static readonly ModelCard Good = ListedModels.Card("good", TaskTypes.TextGeneration);

    public static TheoryData<string, ModelCard> WrongCards => new()
    {
        { "MaxBatch", Good with { MaxBatch = 0 } },
        { "Replicas", Good with { Replicas = new ReplicaRange(0, 1) } },
        { "Replicas", Good with { Replicas = new ReplicaRange(2, 1) } },
        { "Replicas", Good with { Replicas = new ReplicaRange(1, 65) } },
        { "Concurrency", Good with { Concurrency = 0 } },
        { "Quality", Good with { Quality = double.NaN } },
        { "Quality", Good with { Quality = 1.5 } },
        { "PricePerCall", Good with { PricePerCall = -1 } },
        { "Prices", Good with { Prices = ImmutableDictionary<PriceUnit, decimal>.Empty.Add(PriceUnit.Image, -1) } },
        { "Popularity", Good with { Popularity = -1 } },
        { "TaskTypes", Good with { TaskTypes = default } },
        { "Accepts", Good with { Accepts = ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("target", default) } },
    };

    [Theory]
    [MemberData(nameof(WrongCards))]
    public async Task A_card_that_cannot_be_is_listed_as_unavailable_with_what_is_wrong(string member, ModelCard card)
    {
        var catalog = Catalog([new ModelStatus(card, DeviceId.Cpu)]);

        var status = Assert.Single(await catalog.ListAsync(default));

        Assert.False(status.IsAvailable);
        Assert.Contains(member, status.Unavailable, StringComparison.Ordinal);
        Assert.False(status.Card.TaskTypes.IsDefault);
    }

    [Fact]
    public async Task A_source_that_gives_nothing_or_a_card_without_a_name_takes_no_others_model_away()
    {
        var catalog = Catalog(
            default,
            [new ModelStatus(Good with { Id = default }, DeviceId.Cpu), null!, new ModelStatus(null!, DeviceId.Cpu)],
            [new ModelStatus(Good, DeviceId.Cpu)]);

        Assert.Equal(Good, Assert.Single(await catalog.ListAsync(default)).Card);
    }

    [Fact]
    public async Task Of_two_cards_with_one_id_the_earlier_sources_counts()
    {
        var catalog = Catalog([new ModelStatus(Good, DeviceId.Cpu)], [new ModelStatus(Good with { Quality = 0.1 }, DeviceId.Cpu)]);

        Assert.Equal(Good, (await catalog.FindAsync(Good.Id, default))!.Card);
    }

    private static ModelCatalog Catalog(params ImmutableArray<ModelStatus>[] sources) =>
        new(sources.Select(found => new Source(found)), NullLogger<ModelCatalog>.Instance);

    private sealed class Source(ImmutableArray<ModelStatus> found) : IModelSource
    {
        public Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken) => Task.FromResult(found);
    }
}
