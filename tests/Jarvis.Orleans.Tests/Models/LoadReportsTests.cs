using System.Collections.Immutable;
using Jarvis.Conformance;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Jarvis.Orleans.Tests.Models;

/// <summary>What silos tell each other of their load, over the wire.</summary>
public sealed class LoadReportsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly ModelCard Card = ListedModels.Card("writer", TaskTypes.TextGeneration);

    private readonly SemaphoreSlim _told = new(0);

    public void Dispose() => _told.Dispose();

    [Fact]
    public async Task A_silo_that_comes_is_told_without_anything_having_changed()
    {
        await using var host = await StartAsync(silos: 1);
        var first = host.Cluster.Silos[0].SiloAddress;
        await host.Jarvis.ReadToEndAsync(await host.Jarvis.SubmitAsync(new ConversationId(TenantId.Local, "c"), new TurnRequest("do it"), default), Patience);
        var second = (await host.Cluster.StartAdditionalSiloAsync()).SiloAddress;

        await UntilAsync(() => Look(host, second, first).Load is { IsLoaded: true });
    }

    [Fact]
    public async Task A_silo_that_stops_tells_it_while_it_still_has_work()
    {
        await using var host = await StartAsync(silos: 2);
        var (stays, stops) = (host.Cluster.Silos[0].SiloAddress, host.Cluster.Silos[1]);
        var taken = Taken(host, stops.SiloAddress);
        taken.Begin(Attempt(1));

        var stopped = host.Cluster.StopSiloAsync(stops);
        await UntilAsync(() => Loads(host, stays).Look(Card.Id, [stays, stops.SiloAddress], [stays, stops.SiloAddress]) is [var left] && left.Silo.Equals(stays));

        Assert.False(stopped.IsCompleted);
        taken.End(Attempt(1));
        await stopped.WaitAsync(Patience);
    }

    private static AttemptId Attempt(int number) => new(new TaskId(new TurnId(new ConversationId(TenantId.Local, "c"), 1), 0), 0, number);

    private static TakenJobs Taken(ClusterHost host, SiloAddress silo) => host.Cluster.GetSiloServiceProvider(silo).GetRequiredService<TakenJobs>();

    private static SiloLoads Loads(ClusterHost host, SiloAddress silo) => host.Cluster.GetSiloServiceProvider(silo).GetRequiredService<SiloLoads>();

    /// <summary>What one silo knows of another.</summary>
    private static SiloCandidate Look(ClusterHost host, SiloAddress silo, SiloAddress other) => Loads(host, silo).Look(Card.Id, [other], [silo, other, .. host.Cluster.Silos.Select(all => all.SiloAddress)])[0];

    /// <summary>Looks again whenever a silo has been told something.</summary>
    private async Task UntilAsync(Func<bool> isTold)
    {
        while (!isTold())
        {
            Assert.True(await _told.WaitAsync(Patience), "Nobody was told.");
        }
    }

    private Task<ClusterHost> StartAsync(short silos)
    {
        var runners = new SiloRunners(static (_, _) => Task.CompletedTask);
        var planner = new ScriptedPlanner(new PlannedTask(0, TaskTypes.TextGeneration) { Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument("a")) });
        return ClusterHost.StartAsync(new HostSetup(planner, new ScriptedRunner(ScriptedRunner.Echo), Card), silos, (name, silo) =>
        {
            silo.Services.Replace(ServiceDescriptor.Singleton(runners.On(name)));
            silo.AddIncomingGrainCallFilter(async call =>
            {
                await call.Invoke();
                if (call.MethodName == nameof(ISiloModelsGrain.TakeLoadsAsync))
                {
                    _told.Release();
                }
            });
            silo.Services.Configure<JarvisClusterOptions>(options => options.DrainTimeout = Patience);
        });
    }
}
