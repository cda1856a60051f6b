using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Selection;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Selection;

public sealed class ScoreSelectorTests
{
    private static readonly ModelCard Card = new(new ModelId("m"), "r", [TaskTypes.Translation], "translates");
    private static readonly ImmutableDictionary<string, string> NoOptions = ImmutableDictionary<string, string>.Empty;

    [Fact]
    public async Task The_better_card_comes_first_and_its_reason_says_why()
    {
        var ranked = (await SelectAsync(NoOptions, Candidate("worse", card => card with { Quality = 0.2 }), Candidate("better", card => card with { Quality = 0.9 }))).Ranked;

        Assert.Equal(["better", "worse"], ranked.Select(model => model.Model.Value));
        Assert.Contains("the best of 2", ranked[0].Reason, StringComparison.Ordinal);
        Assert.Contains("quality 0.9", ranked[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_fails_here_falls_behind_one_that_works_though_its_card_is_better()
    {
        var failing = Candidate("failing", card => card with { Quality = 0.8 }, new ModelMeasurement(20, 0.1, TimeSpan.FromSeconds(1)));
        var working = Candidate("working", card => card with { Quality = 0.5 }, new ModelMeasurement(20, 1, TimeSpan.FromSeconds(1)));

        Assert.Equal("working", (await SelectAsync(NoOptions, failing, working)).Ranked[0].Model.Value);
    }

    [Fact]
    public async Task Of_equals_the_quicker_then_the_cheaper_then_the_more_liked_comes_first()
    {
        var slow = new ModelMeasurement(5, 1, TimeSpan.FromSeconds(9));
        var quick = new ModelMeasurement(5, 1, TimeSpan.FromSeconds(0.1));

        Assert.Equal("quick", (await SelectAsync(NoOptions, Candidate("a-slow", measured: slow), Candidate("quick", measured: quick))).Ranked[0].Model.Value);
        Assert.Equal("free", (await SelectAsync(NoOptions, Candidate("a-dear", card => card with { PricePerCall = 0.01m }), Candidate("free"))).Ranked[0].Model.Value);
        Assert.Equal("liked", (await SelectAsync(NoOptions, Candidate("a-new"), Candidate("liked", card => card with { Popularity = 5000 }))).Ranked[0].Model.Value);
    }

    [Theory]
    [InlineData(PriceUnit.ThousandCharacters, TaskTypes.Translation, 3)]
    [InlineData(PriceUnit.DeviceSecond, TaskTypes.Translation, 2)]
    [InlineData(PriceUnit.Image, TaskTypes.TextToImage, 1)]
    [InlineData(PriceUnit.AudioSecond, TaskTypes.TextToSpeech, 200)]
    [InlineData(PriceUnit.AudioSecond, TaskTypes.Translation, 0)]
    public async Task What_a_run_will_cost_is_estimated_by_what_goes_in_and_what_is_to_come_out(PriceUnit unit, string taskType, int count)
    {
        var priced = Candidate(
            "priced", card => card with { Prices = ImmutableDictionary<PriceUnit, decimal>.Empty.Add(unit, 0.01m) }, new ModelMeasurement(5, 1, TimeSpan.FromSeconds(2)));
        var request = new SelectionRequest(taskType, NoOptions, [priced])
        {
            Inputs = ImmutableDictionary<string, ImmutableArray<TaskInput>>.Empty.Add("text", [new TaskInput(null, new string('x', 3000))]),
        };

        var ranked = Assert.Single((await new ScoreSelector().SelectAsync(request, default)).Ranked);

        Assert.Equal(0.01m * count, ranked.Price);
        Assert.Contains(count == 0 ? "free" : $"about ${FormattableString.Invariant($"{0.01m * count:0.##}")} a call", ranked.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_dear_for_long_texts_falls_behind_for_those_alone()
    {
        var byLength = Candidate("a-by-length", card => card with { Prices = ImmutableDictionary<PriceUnit, decimal>.Empty.Add(PriceUnit.ThousandCharacters, 0.01m) });
        var byCall = Candidate("by-call", card => card with { PricePerCall = 0.005m });

        Assert.Equal("a-by-length", await FirstAsync(new string('x', 10)));
        Assert.Equal("by-call", await FirstAsync(new string('x', 5000)));

        async Task<string> FirstAsync(string text) => (await new ScoreSelector().SelectAsync(
            new SelectionRequest(TaskTypes.Translation, NoOptions, [byLength, byCall])
            {
                Inputs = ImmutableDictionary<string, ImmutableArray<TaskInput>>.Empty.Add("text", [new TaskInput(null, text)]),
            },
            default)).Ranked[0].Model.Value;
    }

    [Fact]
    public async Task A_model_that_does_not_accept_an_option_is_not_chosen()
    {
        var selection = await SelectAsync(Options("target", "es"), Pair("eng-cat", "en", "ca"), Pair("eng-spa", "en", "es"));

        Assert.Equal("eng-spa", Assert.Single(selection.Ranked).Model.Value);
    }

    [Fact]
    public async Task A_language_pair_that_is_not_installed_is_refused_with_the_pairs_that_are()
    {
        var selection = await SelectAsync(Options("target", "fr"), Pair("eng-spa", "en", "es"));

        Assert.Equal(ErrorCode.ModelUnavailable, selection.Error!.Code);
        Assert.Contains("target fr", selection.Error.Message, StringComparison.Ordinal);
        Assert.Contains("source en, target es", selection.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_names_the_language_comes_before_a_better_one_that_takes_any()
    {
        var any = Candidate("any", card => card with { Quality = 0.6 });
        var spanish = Pair("spanish", "en", "es");

        var ranked = (await SelectAsync(Options("target", "es"), any, spanish)).Ranked;

        Assert.Equal(["spanish", "any"], ranked.Select(model => model.Model.Value));
        Assert.Contains("made for target es", ranked[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_none_can_run_the_reasons_are_told()
    {
        var missing = new ModelCandidate(new ModelStatus(Card, DeviceId.Cpu, "apertium is not installed: apt-get install apertium."), ModelMeasurement.None);

        var selection = await SelectAsync(NoOptions, missing);

        Assert.Empty(selection.Ranked);
        Assert.Contains("apt-get install apertium", selection.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_has_recovered_is_forgiven()
    {
        var measurements = new ModelMeasurements();
        var model = new ModelId("m");
        for (var i = 0; i < 50; i++)
        {
            measurements.Record(model, succeeded: false, TimeSpan.FromSeconds(1));
        }

        var broken = measurements.Of(model).SuccessRate;
        for (var i = 0; i < 50; i++)
        {
            measurements.Record(model, succeeded: true, TimeSpan.FromSeconds(2));
        }

        Assert.True(broken < 0.01);
        Assert.True(measurements.Of(model).SuccessRate > 0.99);
        Assert.Equal((100, TimeSpan.FromSeconds(2)), (measurements.Of(model).Calls, measurements.Of(model).Latency));
    }

    private static async Task<ModelSelection> SelectAsync(ImmutableDictionary<string, string> options, params ModelCandidate[] candidates) =>
        await new ScoreSelector().SelectAsync(
            new SelectionRequest(TaskTypes.Translation, options, [.. candidates]), default);

    private static ImmutableDictionary<string, string> Options(string name, string value) =>
        ImmutableDictionary<string, string>.Empty.Add(name, value);

    private static ModelCandidate Candidate(string id, Func<ModelCard, ModelCard>? change = null, ModelMeasurement? measured = null)
    {
        var card = Card with { Id = new ModelId(id) };
        return new ModelCandidate(new ModelStatus(change?.Invoke(card) ?? card, DeviceId.Cpu), measured ?? ModelMeasurement.None);
    }

    private static ModelCandidate Pair(string id, string source, string target) => Candidate(id, card => card with
    {
        Accepts = ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("source", [source]).Add("target", [target]),
    });
}
