using System.Net;
using Jarvis.Conformance.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Orleans.Tests.Tenancy;

public sealed class SiloLeaseHoldersTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_silo_that_was_there_and_is_gone_holds_nothing_and_one_that_nothing_is_known_of_may_have_come()
    {
        await using var host = await ClusterHost.StartAsync(new HostSetup(new ScriptedPlanner(), new ScriptedRunner(ScriptedRunner.Echo)), silos: 2);
        var (stays, goes) = (host.Cluster.Silos[0].SiloAddress, host.Cluster.Silos[1]);
        var services = host.Cluster.GetSiloServiceProvider(stays);
        var oracle = services.GetRequiredService<ISiloStatusOracle>();
        var holders = new SiloLeaseHolders(oracle);
        var dead = new Countdown(1);
        using var watch = services.GetRequiredService<SiloLosses>().Watch(() =>
        {
            if (oracle.GetApproximateSiloStatus(goes.SiloAddress) == SiloStatus.Dead)
            {
                dead.Signal();
            }
        });
        Assert.False(IsGone(goes.SiloAddress));

        await host.Cluster.StopSiloAsync(goes);
        await dead.Done.WaitAsync(Patience);

        Assert.True(IsGone(goes.SiloAddress));
        Assert.False(IsGone(stays));
        Assert.False(IsGone(SiloAddress.New(IPAddress.Loopback, 1, SiloAddress.AllocateNewGeneration())));

        bool IsGone(SiloAddress silo) => holders.IsGone(silo.ToParsableString());
    }
}
