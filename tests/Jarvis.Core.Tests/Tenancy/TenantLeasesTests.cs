using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.State;
using Jarvis.Tenancy;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Core.Tests.Tenancy;

public sealed class TenantLeasesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 3, 4);
    private static readonly TenantId Acme = new("acme");

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly InMemoryStateStore _store = new();
    private readonly Holders _holders = new();
    private readonly TenantOptions _options = new() { MaxTokensPerDay = 1000 };

    [Fact]
    public async Task What_one_that_is_gone_had_not_used_is_there_for_the_others_once()
    {
        await LeaseAsync("a", 200);
        await TellAsync("a", used: 50);
        await LeaseAsync("b", 200);

        _holders.Gone.Add("a");
        await LeaseAsync("b", 1);
        await LeaseAsync("b", 1);

        Assert.Equal(50 + 200 + 2, (await Leases.ReadAsync(Acme, Today, default)).Tokens);
    }

    [Fact]
    public async Task What_was_given_back_does_not_come_back_again()
    {
        await LeaseAsync("a", 200);
        await Leases.ReturnAsync("a", Acme, Today, new(120, 0), Used(80), default);

        _holders.Gone.Add("a");
        await LeaseAsync("b", 1);

        Assert.Equal(80 + 1, (await Leases.ReadAsync(Acme, Today, default)).Tokens);
    }

    [Fact]
    public async Task What_was_leased_for_a_day_that_is_over_does_not_come_back_to_the_next()
    {
        await LeaseAsync("a", 200);
        await Leases.LeaseAsync("b", Acme, Today.AddDays(1), new(100, 0), new(100, 0), LanguageModelUsage.None, default);

        _holders.Gone.Add("a");
        await Leases.LeaseAsync("b", Acme, Today.AddDays(1), new(1, 0), new(1, 0), LanguageModelUsage.None, default);

        Assert.Equal(101, (await Leases.ReadAsync(Acme, Today.AddDays(1), default)).Tokens);
    }

    [Fact]
    public async Task Counted_things_come_back_likewise_and_those_of_a_minute_do_not()
    {
        var (day, minute) = (QuotaWindow.Of(Today), QuotaWindow.MinuteOf(Noon));
        await Leases.LeaseAsync("a", Acme, new(day, "turns", 8, 8, Used: 0, Limit: 10), default);
        await Leases.LeaseAsync("a", Acme, new(minute, "turns", 8, 8, Used: 0, Limit: 10), default);
        await Leases.ReturnAsync("a", Acme, day, "turns", left: 0, used: 3, default);

        _holders.Gone.Add("a");
        var ofDay = await Leases.LeaseAsync("b", Acme, new(day, "turns", 1, 1, Used: 0, Limit: 10), default);
        var ofMinute = await Leases.LeaseAsync("b", Acme, new(minute, "turns", 1, 1, Used: 0, Limit: 10), default);

        Assert.Equal((3, 8), (ofDay.Taken, ofMinute.Taken));
    }

    private TenantLeases Leases
    {
        get
        {
            // As in another process each time: nothing of it is remembered.
            var options = Options.Create(_options);
            return new(
                new StateTenantBudget(_store, new TenantRegistry(_store, options, _time), options, _time), new StateQuotaLedger(_store), _store, _holders);
        }
    }

    private async Task LeaseAsync(string holder, long tokens) =>
        await Leases.LeaseAsync(holder, Acme, Today, new(tokens, 0), new(tokens, 0), LanguageModelUsage.None, default);

    private async Task TellAsync(string holder, long used) => await Leases.ReturnAsync(holder, Acme, Today, default, Used(used), default);

    private static LanguageModelUsage Used(long tokens) => new(1, tokens, 0, 0, TimeSpan.Zero);

    private sealed class Holders : ILeaseHolders
    {
        internal HashSet<string> Gone { get; } = [];

        public bool IsGone(string holder) => Gone.Contains(holder);
    }
}
