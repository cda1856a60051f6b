using FsCheck.Xunit;
using Jarvis.Errors;
using Jarvis.LanguageModels;

namespace Jarvis.Core.Tests.LanguageModels;

public sealed class LanguageModelMeterTests
{
    [Property(MaxTest = 50)]
    public void Calls_side_by_side_never_pass_the_limit_together(int seed)
    {
        var meter = new LanguageModelMeter(new(100_000, 10));
        var race = new HoldRace(limit: new(100_000, 10));

        race.Run([meter], seed, calls: 300);

        Assert.True(race.Refused > 0, "Nothing was refused: the limit was not reached.");
        Assert.Equal(race.Used, LanguageModelAmount.Of(meter.Total));
    }

    [Fact]
    public async Task What_a_call_did_not_need_is_free_again()
    {
        var meter = new LanguageModelMeter(new(100));
        var hold = await meter.HoldAsync(new(90, 0), default);
        await RefusedAsync(meter, new(11, 0));

        await hold.SettleAsync(LanguageModelRole.Text, Used(5, 5));

        await meter.HoldAsync(new(90, 0), default);
    }

    [Fact]
    public async Task A_limit_of_money_is_kept_as_well()
    {
        var meter = new LanguageModelMeter(new(long.MaxValue, 0.5m));

        var refused = await RefusedAsync(meter, new(1, 0.6m));

        Assert.Contains(nameof(LanguageModelOptions.MaxCostPerTurn), refused.Message, StringComparison.Ordinal);
        await meter.HoldAsync(new(1, 0.5m), default);
    }

    [Fact]
    public async Task What_is_known_to_be_spent_elsewhere_is_not_there_to_spend()
    {
        var meter = new LanguageModelMeter(new(100));
        meter.Know(Used(30, 30));
        meter.Know(Used(10, 10));

        await RefusedAsync(meter, new(41, 0));
        var hold = await meter.HoldAsync(new(40, 0), default);
        await hold.SettleAsync(LanguageModelRole.Text, Used(20, 20));

        // What was counted here may be in what is known: the greater one counts.
        await meter.HoldAsync(new(40, 0), default);
        Assert.Equal(40, meter.Total.Tokens);
    }

    [Fact]
    public async Task A_call_that_the_payer_refuses_holds_nothing_back()
    {
        var meter = new LanguageModelMeter(new(100), new LanguageModelMeter(new(50)));

        await RefusedAsync(meter, new(60, 0));
        Assert.Empty(meter.Used);
        var hold = await meter.HoldAsync(new(50, 0), default);
        await RefusedAsync(meter, new(1, 0));
        await hold.SettleAsync(LanguageModelRole.Text, Used(1, 1));

        await meter.HoldAsync(new(48, 0), default);
    }

    [Fact]
    public async Task Sharers_hold_and_pay_by_their_parts_and_are_in_the_call_once_each()
    {
        LanguageModelMeter one = new(new(100)), two = new(new(100));
        var shared = new SharedMeter([(one, 2), (two, 1)]);

        var hold = await shared.HoldAsync(new(150, 0), default);
        await RefusedAsync(one, new(1, 0));
        await RefusedAsync(two, new(51, 0));
        await hold.SettleAsync(LanguageModelRole.Choosing, Used(60, 31));

        Assert.Equal((1, 40, 20), (one.Total.Calls, one.Total.InputTokens, one.Total.OutputTokens));
        Assert.Equal((1, 20, 11), (two.Total.Calls, two.Total.InputTokens, two.Total.OutputTokens));
    }

    [Fact]
    public async Task Who_refuses_a_share_is_named_and_the_others_hold_nothing_back()
    {
        LanguageModelMeter one = new(new(100)), two = new(new(10));
        var shared = new SharedMeter([(one, 1), (two, 1)]);

        var refused = await Assert.ThrowsAsync<JarvisException>(async () => await shared.HoldAsync(new(100, 0), default));

        Assert.Equal(ErrorCode.QuotaExceeded, refused.Code);
        Assert.Same(two, Assert.Single(shared.Refused));
        await one.HoldAsync(new(100, 0), default);
    }

    [Property]
    public void Parts_add_up_to_the_whole(uint input, uint output, ushort cost, byte[] weights)
    {
        var parts = weights.Select(weight => weight + 1).ToList();
        var whole = new LanguageModelUsage(1, input, output, cost / 1000m, TimeSpan.FromTicks(input));
        var (from, sum) = (0, LanguageModelUsage.None);
        foreach (var part in parts)
        {
            sum += whole.Part(from, from + part, parts.Sum());
            from += part;
        }

        Assert.True(parts.Count == 0 || sum == whole with { Calls = parts.Count, Cost = sum.Cost });
        Assert.True(parts.Count == 0 || Math.Abs(sum.Cost - whole.Cost) < 1e-20m);
    }

    [Fact]
    public void A_tally_gives_what_it_was_told_once()
    {
        var tally = new UsageTally();
        Assert.Null(tally.Take());

        tally.Report(Used(1, 2));
        tally.Report(Used(3, 4));

        Assert.Equal((2, 4, 6), (tally.Take() is { } used ? (used.Calls, used.InputTokens, used.OutputTokens) : default));
        Assert.Null(tally.Take());
    }

    private static LanguageModelUsage Used(long input, long output) => new(1, input, output, 0, TimeSpan.Zero);

    private static async Task<JarvisException> RefusedAsync(ILanguageModelMeter meter, LanguageModelAmount most)
    {
        var refused = await Assert.ThrowsAsync<JarvisException>(async () => await meter.HoldAsync(most, default));
        Assert.Equal(ErrorCode.QuotaExceeded, refused.Code);
        return refused;
    }
}
