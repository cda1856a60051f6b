using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Tenancy;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Core.Tests.Tenancy;

public sealed class TenantRegistryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly TenantId Acme = new("acme");

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly CountingStateStore _store = new();
    private readonly TenantOptions _options = new() { MaxTurnsPerDay = 100, MaxStoredBytes = 1000 };

    [Fact]
    public async Task A_tenant_is_made_once_found_and_listed()
    {
        var tenants = Registry();
        await tenants.CreateAsync(Acme, "Acme Inc.", default);

        var again = await Assert.ThrowsAsync<JarvisException>(() => tenants.CreateAsync(Acme, "", default).AsTask());

        Assert.Equal(ErrorCode.Conflict, again.Code);
        Assert.Equal(("Acme Inc.", Noon), ((await tenants.FindAsync(Acme, default))!.Label, (await tenants.RequireAsync(Acme, default)).CreatedAt));
        Assert.Equal([Acme], await ListAsync(tenants));
        Assert.Null(await tenants.FindAsync(new("acm"), default));
    }

    [Fact]
    public async Task Of_many_that_make_the_same_tenant_at_once_one_makes_it()
    {
        var tenants = Enumerable.Range(0, 8).Select(_ => Registry()).ToList();

        var made = await Task.WhenAll(tenants.Select(async registry =>
        {
            try
            {
                return (await registry.CreateAsync(Acme, "", default)).Id;
            }
            catch (JarvisException exception) when (exception.Code == ErrorCode.Conflict)
            {
                return (TenantId?)null;
            }
        }));

        Assert.Single(made, tenant => tenant is not null);
        Assert.Equal([Acme], await ListAsync(tenants[0]));
    }

    [Fact]
    public async Task The_list_goes_over_many_pages_and_fills_the_gaps()
    {
        var tenants = Registry();
        var names = Enumerable.Range(0, (2 * TenantListPage.Size) + 3).Select(number => new TenantId($"t{number}")).ToList();
        foreach (var name in names)
            await tenants.CreateAsync(name, "", default);

        await tenants.BeginDeletionAsync(names[0], default);
        await tenants.EndDeletionAsync(names[0], default);
        await tenants.CreateAsync(Acme, "", default);

        Assert.Equal(names.Skip(1).Append(Acme).Select(name => name.Value).Order(), (await ListAsync(tenants)).Select(name => name.Value).Order());
        Assert.Equal(TenantListPage.Size, (await _store.ReadAsync<TenantListPage>(TenantListPage.Key(0), default))!.Value.Tenants.Length);
    }

    [Fact]
    public async Task The_tenant_of_the_machine_is_there_without_being_made()
    {
        var tenants = Registry();

        Assert.Equal(TenantId.Local, (await tenants.RequireAsync(TenantId.Local, default)).Id);
        await tenants.SetLimitsAsync(TenantId.Local, Change("turns-per-day", LimitChange.To(5)), default);

        Assert.Equal(5, (await tenants.LimitsOfAsync(TenantId.Local, default)).MaxTurnsPerDay);
        Assert.Equal([TenantId.Local], await ListAsync(tenants));
    }

    [Fact]
    public async Task Limits_of_its_own_go_before_those_of_the_options_until_they_are_taken_back()
    {
        var tenants = Registry();
        await tenants.CreateAsync(Acme, "", default);

        await tenants.SetLimitsAsync(
            Acme,
            new Dictionary<string, LimitChange>
            {
                ["turns-per-day"] = LimitChange.To(7),
                ["stored-bytes"] = LimitChange.None,
                ["cost-per-day"] = LimitChange.To(0.25m),
                ["device-seconds-per-day:cuda:0"] = LimitChange.To(60),
            },
            default);

        var limits = await tenants.LimitsOfAsync(Acme, default);
        Assert.Equal((7, null, 0.25m), (limits.MaxTurnsPerDay, limits.MaxStoredBytes, limits.MaxCostPerDay));
        Assert.Equal((60, null), (limits.SecondsOn("cuda:0"), limits.SecondsOn("cpu")));
        Assert.Equal((100, 1000), ((await tenants.LimitsOfAsync(new("other"), default)).MaxTurnsPerDay, _options.MaxStoredBytes));

        await tenants.SetLimitsAsync(Acme, Change("turns-per-day", LimitChange.Default), default);

        Assert.Equal((100, null), ((await tenants.LimitsOfAsync(Acme, default)).MaxTurnsPerDay, (await tenants.LimitsOfAsync(Acme, default)).MaxStoredBytes));
    }

    [Fact]
    public async Task A_limit_that_is_changed_elsewhere_holds_here_within_a_second_and_calls_cost_no_read_each()
    {
        var (here, elsewhere) = (Registry(), Registry());
        await elsewhere.CreateAsync(Acme, "", default);
        Assert.Equal(100, (await here.LimitsOfAsync(Acme, default)).MaxTurnsPerDay);

        await elsewhere.SetLimitsAsync(Acme, Change("turns-per-day", LimitChange.To(1)), default);

        Assert.Equal(100, (await here.LimitsOfAsync(Acme, default)).MaxTurnsPerDay);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, (await here.LimitsOfAsync(Acme, default)).MaxTurnsPerDay);
        Assert.Equal(1, here.KnownLimitsOf(Acme).MaxTurnsPerDay);
    }

    [Theory]
    [InlineData("turns", 1, "There is no limit of that name; there are turns-per-minute")]
    [InlineData("turns-per-day", 0, "turns-per-day takes a whole number from 1")]
    [InlineData("tokens-per-day", 1.5, "tokens-per-day takes a whole number from 1")]
    [InlineData("weight", 1001, "weight takes a whole number from 1 to 1,000")]
    [InlineData("device-seconds-per-day:", 1, "There is no limit of that name")]
    [InlineData("device-seconds-per-day:a b", 1, "There is no limit of that name")]
    public async Task What_is_no_limit_is_refused_and_nothing_is_changed(string name, double value, string why)
    {
        var tenants = Registry();
        await tenants.CreateAsync(Acme, "", default);

        var refused = await Assert.ThrowsAsync<JarvisException>(() => tenants.SetLimitsAsync(Acme, Change(name, LimitChange.To((decimal)value)), default).AsTask());

        Assert.Equal(ErrorCode.InvalidRequest, refused.Code);
        Assert.StartsWith(why, refused.Message, StringComparison.Ordinal);
        Assert.Empty((await tenants.RequireAsync(Acme, default)).Limits);
    }

    [Fact]
    public async Task A_tenant_that_is_being_deleted_takes_nothing_new_anywhere_and_is_gone_afterwards()
    {
        var (here, elsewhere) = (Registry(), Registry());
        await here.CreateAsync(Acme, "", default);
        await elsewhere.AdmitAsync(Acme, default);

        var began = await here.BeginDeletionAsync(Acme, default);
        _time.Advance(TimeSpan.FromSeconds(1));

        foreach (var tenants in (TenantRegistry[])[here, elsewhere])
        {
            var refused = await Assert.ThrowsAsync<JarvisException>(() => tenants.AdmitAsync(Acme, default).AsTask());
            Assert.Equal(ErrorCode.Conflict, refused.Code);
            Assert.Contains("jarvis tenants delete acme", refused.Message, StringComparison.Ordinal);
            Assert.Equal(ErrorCode.Conflict, (await Assert.ThrowsAsync<JarvisException>(() => tenants.RequireAsync(Acme, default).AsTask())).Code);
            Assert.Equal(ErrorCode.Conflict, (await Assert.ThrowsAsync<JarvisException>(() => tenants.CreateAsync(Acme, "", default).AsTask())).Code);
        }

        Assert.Equal(began, await elsewhere.BeginDeletionAsync(Acme, default));
        await here.EndDeletionAsync(Acme, default);
        Assert.Null(await elsewhere.FindAsync(Acme, default));
        Assert.Empty(await ListAsync(here));
        await here.CreateAsync(Acme, "again", default);
    }

    private static Dictionary<string, LimitChange> Change(string name, LimitChange change) => new() { [name] = change };

    private static async Task<List<TenantId>> ListAsync(TenantRegistry tenants)
    {
        var names = new List<TenantId>();
        await foreach (var tenant in tenants.ListAsync(default))
            names.Add(tenant.Id);

        return names;
    }

    private TenantRegistry Registry() => new(_store, Options.Create(_options), _time);
}
