using System.Collections.Immutable;
using Jarvis.Conformance.Hosts;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Selection;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Core.Tests.Selection;

public sealed class ModelBreakerTests
{
    private static readonly ModelId Good = new("good");
    private static readonly ModelId Spare = new("spare");

    private readonly FakeTimeProvider _time = new();
    private readonly ModelMeasurements _measurements;

    public ModelBreakerTests() => _measurements = new ModelMeasurements(_time);

    [Fact]
    public async Task A_model_that_fails_again_and_again_is_left_out_while_another_fits()
    {
        Assert.Equal([Good, Spare], await RankAsync(Good, Spare));
        Fail(ModelBreaker.MaxFailures - 1);
        Assert.Contains(Good, await RankAsync(Good, Spare));

        Fail(1);

        Assert.Equal([Spare], await RankAsync(Good, Spare));
        Assert.Equal([Good], await RankAsync(Good));
    }

    [Fact]
    public void A_success_between_failures_keeps_it_closed()
    {
        Fail(ModelBreaker.MaxFailures - 1);
        _measurements.Record(Good, succeeded: true, TimeSpan.Zero);
        Fail(ModelBreaker.MaxFailures - 1);

        Assert.Equal(BreakerState.Closed, _measurements.Of(Good).Breaker);
    }

    [Fact]
    public void After_a_while_one_attempt_is_let_through_and_no_other_beside_it()
    {
        Fail(ModelBreaker.MaxFailures);
        _time.Advance(ModelBreaker.OpenFor);
        Assert.Equal(BreakerState.HalfOpen, _measurements.Of(Good).Breaker);

        _measurements.Begin(Good);

        Assert.Equal(BreakerState.Open, _measurements.Of(Good).Breaker);
        // A trial of which nothing is heard is not waited for for ever.
        _time.Advance(ModelBreaker.OpenFor);
        Assert.Equal(BreakerState.HalfOpen, _measurements.Of(Good).Breaker);
    }

    [Theory]
    [InlineData(true, BreakerState.Closed)]
    [InlineData(false, BreakerState.Open)]
    public void The_trial_decides(bool succeeds, BreakerState then)
    {
        Fail(ModelBreaker.MaxFailures);
        _time.Advance(ModelBreaker.OpenFor);
        _measurements.Begin(Good);

        _measurements.Record(Good, succeeds, TimeSpan.Zero);

        Assert.Equal(then, _measurements.Of(Good).Breaker);
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _measurements.Record(Good, succeeded: false, TimeSpan.Zero);
        }
    }

    private async Task<IEnumerable<ModelId>> RankAsync(params ModelId[] models)
    {
        var candidates = models.Select((model, i) => new ModelCandidate(
            new ModelStatus(ListedModels.Card(model.Value, TaskTypes.TextGeneration) with { Quality = 1 - i }, DeviceId.Cpu), _measurements.Of(model)));
        var selection = await new ScoreSelector().SelectAsync(
            new SelectionRequest(TaskTypes.TextGeneration, ImmutableDictionary<string, string>.Empty, [.. candidates]), default);
        return selection.Ranked.Select(ranked => ranked.Model);
    }
}
