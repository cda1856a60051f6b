using Jarvis.Conformance.Hosts;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Planning;
using Jarvis.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace Jarvis.Orleans.Tests.Tenancy;

/// <summary>One tenant on three silos.</summary>
public sealed class TenantLeasesTests
{
    private const long Limit = 100_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TenantId Acme = new("acme");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_tenant_on_three_silos_spends_its_day_once()
    {
        await using var host = await StartAsync(tenants => tenants.MaxTokensPerDay = Limit);
        foreach (var silo in host.Cluster.Silos)
        {
            // Each has a lease before any can take all.
            await SpendAsync(host, silo, 100);
        }

        var spent = await Task.WhenAll(host.Cluster.Silos.Select(silo => SpendAllAsync(host, silo, each: 100)));

        // Each may have less than one more takes of what it leased last.
        Assert.InRange(spent.Sum() + 300, Limit - 300, Limit);
        Assert.All(spent, amount => Assert.NotEqual(0, amount));
    }

    [Fact]
    public async Task Turns_are_counted_on_all_silos_together()
    {
        await using var host = await StartAsync(tenants => tenants.MaxTurnsPerDay = 50);

        var accepted = await Task.WhenAll(host.Cluster.Silos.Select(async silo =>
        {
            var quota = host.Cluster.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService<ITurnQuota>();
            for (var turns = 0; ; turns++)
            {
                if (await RefusesAsync(quota.TakeAsync(Acme, default)))
                {
                    return turns;
                }
            }
        }));

        Assert.Equal(50, accepted.Sum());
    }

    [Fact]
    public async Task What_a_silo_that_is_gone_had_leased_comes_back_but_for_what_it_told_that_it_used()
    {
        await using var host = await StartAsync(tenants => tenants.MaxTokensPerDay = Limit);
        var (dying, other) = (host.Cluster.Silos[1], host.Cluster.Silos[0]);
        var died = new Died(host.Cluster.GetSiloServiceProvider(other.SiloAddress).GetRequiredService<ISiloStatusOracle>(), dying.SiloAddress);
        await SpendAsync(host, dying, 100);
        _time.Advance(TimeSpan.FromSeconds(10));
        await SpendAsync(host, dying, 200);
        await ToldAsync(host, used: 300);
        var before = await SpendAllAsync(host, other, each: 100);

        await host.Cluster.KillSiloAsync(dying);
        await died.Task.WaitAsync(Patience);
        var after = await SpendAllAsync(host, other, each: 100);

        Assert.Equal(Limit * 3 / 4, before);
        Assert.Equal(Limit - 300, before + after);
    }

    [Fact]
    public async Task What_a_silo_that_stops_has_left_is_there_for_the_others_at_once()
    {
        await using var host = await StartAsync(tenants => tenants.MaxTokensPerDay = Limit);
        var (stopping, other) = (host.Cluster.Silos[1], host.Cluster.Silos[0]);
        await SpendAsync(host, stopping, 100);

        await host.Cluster.StopSiloAsync(stopping);

        Assert.Equal(Limit - 100, await SpendAllAsync(host, other, each: 100));
        Assert.Equal(Limit, (await MetersOf(host, other).ReadAsync(Acme, new(2026, 3, 4), default)).Used.Tokens);
    }

    private Task<ClusterHost> StartAsync(Action<TenantOptions> limits) => ClusterHost.StartAsync(
        new HostSetup(new ScriptedPlanner(), new ScriptedRunner(ScriptedRunner.Echo), ListedModels.Card("writer", TaskTypes.TextGeneration))
        {
            Tenants = limits,
            Time = _time,
        },
        silos: 3,
        (_, silo) => silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = TimeSpan.FromSeconds(1);
            membership.NumMissedProbesLimit = 2;
        }));

    private static TenantMeters MetersOf(ClusterHost host, InProcessSiloHandle silo) =>
        host.Cluster.GetSiloServiceProvider(silo.SiloAddress).GetRequiredService<TenantMeters>();

    private static async Task SpendAsync(ClusterHost host, InProcessSiloHandle silo, long tokens)
    {
        var hold = await MetersOf(host, silo).Of(Acme).HoldAsync(new(tokens, 0), default);
        await hold.SettleAsync(LanguageModelRole.Text, new(1, tokens, 0, 0, TimeSpan.Zero));
    }

    private static async Task<long> SpendAllAsync(ClusterHost host, InProcessSiloHandle silo, long each)
    {
        for (var spent = 0L; ; spent += each)
        {
            if (await RefusesAsync(new(SpendAsync(host, silo, each))))
            {
                return spent;
            }
        }
    }

    private static async Task<bool> RefusesAsync(ValueTask take)
    {
        try
        {
            await take;
            return false;
        }
        catch (JarvisException refused) when (refused.Code == ErrorCode.QuotaExceeded)
        {
            return true;
        }
    }

    /// <summary>Telling is nobody's to wait for; that it is told is seen where it is kept.</summary>
    private static async Task ToldAsync(ClusterHost host, long used)
    {
        using var patience = new CancellationTokenSource(Patience);
        while ((await MetersOf(host, host.Cluster.Silos[0]).ReadAsync(Acme, new(2026, 3, 4), default)).Used.Tokens < used)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Ends when a silo knows that another is gone.</summary>
    private sealed class Died : ISiloStatusListener
    {
        private readonly SiloAddress _silo;
        private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Died(ISiloStatusOracle oracle, SiloAddress silo)
        {
            _silo = silo;
            oracle.SubscribeToSiloStatusEvents(this);
        }

        internal Task Task => _died.Task;

        public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
        {
            if (status == SiloStatus.Dead && updatedSilo.Equals(_silo))
            {
                _died.TrySetResult();
            }
        }
    }
}
