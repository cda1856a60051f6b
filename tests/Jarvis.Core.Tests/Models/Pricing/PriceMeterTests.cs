using System.Collections.Immutable;
using Jarvis.Conformance.Hosts;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Models.Pricing;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Models.Pricing;

public sealed class PriceMeterTests : IDisposable
{
    private static readonly ModelCard Card = ListedModels.Card("m", TaskTypes.TextToSpeech) with { PricePerCall = 0.5m };

    private readonly InMemoryResourceStore _resources = new();

    public void Dispose() => _resources.Dispose();

    [Fact]
    public async Task A_card_without_other_prices_costs_its_call() => Assert.Equal(0.5m, await PriceAsync(Card, [Text("a long text")]));

    [Theory]
    [InlineData(PriceUnit.ThousandCharacters, 2)]
    [InlineData(PriceUnit.DeviceSecond, 3)]
    [InlineData(PriceUnit.Image, 0)]
    public async Task What_is_used_is_paid_beside_the_call(PriceUnit unit, double count) =>
        Assert.Equal(0.5m + (decimal)count, await PriceAsync(Priced(unit, 1), [Text(new string('x', 2000))], time: TimeSpan.FromSeconds(3)));

    [Fact]
    public async Task Prices_of_several_units_are_added_up() =>
        Assert.Equal(0.5m + 0.002m + 0.3m, await PriceAsync(
            Card with { Prices = ImmutableDictionary<PriceUnit, decimal>.Empty.Add(PriceUnit.ThousandCharacters, 0.001m).Add(PriceUnit.DeviceSecond, 0.1m) },
            [Text(new string('x', 2000))],
            time: TimeSpan.FromSeconds(3)));

    [Fact]
    public async Task Images_that_come_out_are_counted_and_where_none_do_those_that_go_in()
    {
        var image = Resource("image/png", 1000);

        Assert.Equal(2.5m, await PriceAsync(Priced(PriceUnit.Image, 1), [Text("two cats"), new(image)], [image, image with { Name = "b" }]));
        Assert.Equal(1.5m, await PriceAsync(Priced(PriceUnit.Image, 1), [new(image)], [Resource("text/plain", 5)]));
    }

    [Fact]
    public async Task The_length_of_a_sound_is_that_which_its_header_says()
    {
        var sound = await StoreAsync(Wav.Of(seconds: 4, bytesPerSecond: 16_000));

        Assert.Equal(4.5m, await PriceAsync(Priced(PriceUnit.AudioSecond, 1), [new(sound)], [Resource("text/plain", 5)]));
        Assert.Equal(4.5m, await PriceAsync(Priced(PriceUnit.AudioSecond, 1), [Text("say it")], [sound]));
    }

    [Theory]
    [InlineData("audio/mpeg", 32_000, 2)]
    [InlineData("audio/wav", 32_000, 1)]
    public async Task A_sound_whose_length_is_not_known_is_counted_by_its_size(string mediaType, long bytes, double seconds) =>
        Assert.Equal(0.5m + (decimal)seconds, await PriceAsync(Priced(PriceUnit.AudioSecond, 1), [new(Resource(mediaType, bytes))]));

    [Fact]
    public async Task Tokens_are_estimated_of_what_goes_in_and_comes_out()
    {
        var price = await PriceAsync(Priced(PriceUnit.ThousandTokens, 1000), [Text(new string('a', 400))], [Resource("text/plain", 400)]) - 0.5m;

        Assert.InRange(price, 100, 300);
    }

    [Theory]
    [InlineData(7.0, 7)]
    [InlineData(double.NaN, 0)]
    [InlineData(double.PositiveInfinity, 0)]
    [InlineData(-5.0, 0)]
    public async Task What_the_runner_says_counts_before_what_is_counted_here_unless_it_cannot_be(double said, int counted) =>
        Assert.Equal(0.5m + counted, await PriceAsync(Priced(PriceUnit.AudioSecond, 1), [new(Resource("audio/mpeg", 160_000))], said: said));

    [Fact]
    public async Task An_engine_tells_what_a_run_cost()
    {
        var card = EngineDesk.Card("a") with { Prices = ImmutableDictionary<PriceUnit, decimal>.Empty.Add(PriceUnit.ThousandCharacters, 1) };
        await using var desk = new EngineDesk(cards: card);

        var run = Assert.IsType<AttemptSucceeded>(await desk.RunAsync("a", desk.Job(new string('x', 500))));

        Assert.Equal(0.5m, run.Price);
    }

    private static ModelCard Priced(PriceUnit unit, decimal price) => Card with { Prices = ImmutableDictionary<PriceUnit, decimal>.Empty.Add(unit, price) };

    private static TaskInput Text(string text) => new(null, text);

    private static Resource Resource(string mediaType, long length) => new(new ResourceId(new string('0', 64)), mediaType, length, "a");

    private async Task<Resource> StoreAsync(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return await _resources.AddAsync(TenantId.Local, stream, new ResourceDescription("sound.wav") { MediaType = "audio/wav" }, default);
    }

    private async Task<decimal> PriceAsync(ModelCard card, TaskInput[] inputs, Resource[]? outputs = null, TimeSpan time = default, double? said = null)
    {
        var job = new ModelJob(new AttemptId(TaskId.Parse("local/c/1/0"), 0, 1), TaskTypes.TextToSpeech, DateTimeOffset.MaxValue)
        {
            Inputs = ImmutableDictionary<string, ImmutableArray<TaskInput>>.Empty.Add("in", [.. inputs]),
        };
        var used = said is { } count ? ImmutableDictionary<PriceUnit, double>.Empty.Add(card.Prices.Keys.Single(), count) : ImmutableDictionary<PriceUnit, double>.Empty;
        return await new PriceMeter(_resources).PriceAsync(card, job, outputs ?? [], used, time, default);
    }
}
