using FsCheck.Xunit;
using Jarvis.Core.Tests.LanguageModels;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Tenancy;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Core.Tests.Tenancy;

public sealed class TenantMetersTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 3, 4);
    private static readonly TenantId Acme = new("acme");

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly CountingStateStore _store = new();
    private readonly TenantOptions _options = new() { MaxTokensPerDay = 1000, LeaseTokens = 400 };

    [Fact]
    public async Task A_call_that_could_break_the_limit_is_refused_with_the_limit_the_key_and_when_the_day_ends()
    {
        await using var process = Process();
        await UseAsync(process, 600, 600);

        var refused = await RefusedAsync(process, new(401, 0));

        Assert.Contains("'acme'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("1,000 tokens a day", refused.Message, StringComparison.Ordinal);
        Assert.Contains("2026-03-05 00:00 UTC", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Jarvis:Tenants:MaxTokensPerDay", refused.Message, StringComparison.Ordinal);
        await UseAsync(process, 400, 400);
    }

    [Fact]
    public async Task Another_tenant_and_another_day_have_their_own()
    {
        await using var process = Process();
        await UseAsync(process, 1000, 1000);
        await RefusedAsync(process, new(1, 0));

        await UseAsync(process, 1000, 1000, new("other"));
        _time.SetUtcNow(Noon.AddHours(12));

        await UseAsync(process, 1000, 1000);
        Assert.Equal(1000, (await process.ReadAsync(Acme, Today, default)).Used.Tokens);
    }

    [Fact]
    public async Task Money_is_limited_as_tokens_are_and_a_tenant_may_have_limits_of_its_own()
    {
        (_options.MaxTokensPerDay, _options.MaxCostPerDay) = (null, 1);
        _options.Named["acme"] = new() { MaxCostPerDay = 0.5m };
        await using var process = Process();

        var refused = await RefusedAsync(process, new(10, 0.6m));

        Assert.Contains("$0.5 a day", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Jarvis:Tenants:Named:acme:MaxCostPerDay", refused.Message, StringComparison.Ordinal);
        await process.Of(Acme).HoldAsync(new(10, 0.5m), default);
        await process.Of(new("other")).HoldAsync(new(1_000_000_000, 0.6m), default);
    }

    [Property(MaxTest = 30)]
    public void Calls_of_several_processes_never_pass_the_limit_together(int seed)
    {
        _options.MaxTokensPerDay = 100_000;
        _options.MaxCostPerDay = 8;
        var store = new CountingStateStore();
        var race = new HoldRace(new(100_000, 8));
        var processes = Enumerable.Range(0, 3).Select(_ => Process(store)).ToArray();

        race.Run([.. processes.Select(process => process.Of(Acme))], seed, calls: 400);
        Task.WaitAll([.. processes.Select(process => process.DisposeAsync().AsTask())]);

        Assert.True(race.Refused > 0, "Nothing was refused: the limit was not reached.");
        var day = Process(store).ReadAsync(Acme, Today, default).AsTask().Result;
        Assert.Equal(race.Used, LanguageModelAmount.Of(day.Used));
        Assert.Equal(race.Used, new(day.Tokens, day.Cost));
    }

    [Fact]
    public async Task Not_every_call_is_a_write_and_what_was_used_is_read_all_the_same()
    {
        _options.MaxTokensPerDay = 1_000_000;
        await using var process = Process();

        for (var call = 0; call < 40; call++)
        {
            await UseAsync(process, 100, 10);
        }

        Assert.InRange(_store.Writes, 1, 3);
        Assert.Equal((40, 400), (await process.ReadAsync(Acme, Today, default)).Used is var used ? (used.Calls, used.Tokens) : default);
    }

    [Fact]
    public async Task Without_a_limit_usage_is_kept_too()
    {
        _options.MaxTokensPerDay = null;
        await using (var process = Process())
        {
            await UseAsync(process, 5_000_000, 4_000_000);
        }

        Assert.Equal(4_000_000, (await Process().ReadAsync(Acme, Today, default)).Used.Tokens);
    }

    [Fact]
    public async Task A_process_that_ends_gives_back_what_it_did_not_use()
    {
        await using (var process = Process())
        {
            await UseAsync(process, 900, 100);
        }

        await using var next = Process();
        await UseAsync(next, 900, 900);
        await RefusedAsync(next, new(1, 0));
    }

    [Fact]
    public async Task A_process_that_is_killed_costs_at_most_what_it_had_set_aside()
    {
        var killed = Process();
        await UseAsync(killed, 10, 10);

        await using var next = Process();

        // A quarter of the day at most.
        await UseAsync(next, 750, 750);
        Assert.InRange((await next.ReadAsync(Acme, Today, default)).Tokens, 760, 1000);
    }

    [Fact]
    public async Task What_another_process_wrote_meanwhile_counts()
    {
        await using var one = Process();
        await using var other = Process();
        await UseAsync(one, 1, 1, new("warm"));
        _store.BeforeWrite = () => UseAsync(other, 800, 800);

        await RefusedAsync(one, new(300, 0));
        await UseAsync(one, 200, 200);
    }

    [Fact]
    public async Task A_call_that_runs_over_midnight_is_paid_from_the_day_that_it_began()
    {
        await using var process = Process();
        var hold = await process.Of(Acme).HoldAsync(new(600, 0), default);
        _time.SetUtcNow(Noon.AddHours(12));
        await UseAsync(process, 1000, 500);

        await hold.SettleAsync(LanguageModelRole.Text, Used(600));

        var yesterday = await process.ReadAsync(Acme, Today, default);
        Assert.Equal((600, 600), (yesterday.Used.Tokens, yesterday.Tokens));
        Assert.Equal(500, (await process.ReadAsync(Acme, Today.AddDays(1), default)).Used.Tokens);
    }

    [Fact]
    public async Task More_than_was_estimated_counts_against_what_is_left()
    {
        await using var process = Process();
        await UseAsync(process, 100, 950);

        await RefusedAsync(process, new(51, 0));
        await process.Of(Acme).HoldAsync(new(50, 0), default);
    }

    [Fact]
    public async Task A_limit_that_cannot_be_looked_up_refuses_and_what_was_used_is_told_later()
    {
        await using var process = Process();
        await UseAsync(process, 200, 200);
        _store.IsBroken = true;

        var refused = await Assert.ThrowsAsync<JarvisException>(async () => await process.Of(Acme).HoldAsync(new(500, 0), default));
        _store.IsBroken = false;
        await UseAsync(process, 500, 500);

        Assert.Equal(ErrorCode.StorageFailed, refused.Code);
        Assert.Equal(700, (await process.ReadAsync(Acme, Today, default)).Used.Tokens);
    }

    [Fact]
    public async Task Tenants_beyond_what_is_remembered_are_given_back_and_taken_up_again()
    {
        await using var process = Process();
        await UseAsync(process, 10, 10);
        for (var tenant = 0; tenant < 1024; tenant++)
        {
            await UseAsync(process, 1, 1, new($"t{tenant}"));
        }

        Assert.Equal(10, (await process.ReadAsync(Acme, Today, default)).Tokens);
        await UseAsync(process, 990, 990);
        await RefusedAsync(process, new(1, 0));
    }

    [Fact]
    public async Task What_is_used_is_told_when_what_was_not_told_is_ten_seconds_old_and_not_before()
    {
        await using var process = Process();
        await UseAsync(process, 100, 100);
        var writes = _store.Writes;

        await UseAsync(process, 10, 10);
        Assert.Equal(writes, _store.Writes);

        _time.Advance(TimeSpan.FromSeconds(10));
        await UseAsync(process, 10, 10);

        Assert.Equal(writes + 1, _store.Writes);
        Assert.Equal(120, (await Process().ReadAsync(Acme, Today, default)).Used.Tokens);
    }

    private TenantMeters Process(CountingStateStore? store = null)
    {
        var options = Options.Create(_options);
        return new(new StateTenantBudget(store ?? _store, new TenantRegistry(store ?? _store, options, _time), options, _time), options, _time);
    }

    private static LanguageModelUsage Used(long tokens) => new(1, tokens, 0, 0, TimeSpan.Zero);

    private static async Task UseAsync(TenantMeters process, long most, long used, TenantId? tenant = null)
    {
        var hold = await process.Of(tenant ?? Acme).HoldAsync(new(most, 0), default);
        await hold.SettleAsync(LanguageModelRole.Text, Used(used));
    }

    private static async Task<JarvisException> RefusedAsync(TenantMeters process, LanguageModelAmount most)
    {
        var refused = await Assert.ThrowsAsync<JarvisException>(async () => await process.Of(Acme).HoldAsync(most, default));
        Assert.Equal(ErrorCode.QuotaExceeded, refused.Code);
        return refused;
    }
}
