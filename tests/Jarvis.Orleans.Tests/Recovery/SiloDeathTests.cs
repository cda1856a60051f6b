using System.Collections.Immutable;
using Jarvis.Conformance;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Orleans.Tests.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;

namespace Jarvis.Orleans.Tests.Recovery;

/// <summary>Silos that are gone without a word, in the middle of turns.</summary>
public sealed class SiloDeathTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Turns_of_a_silo_that_is_gone_go_on_elsewhere_and_their_readers_miss_nothing()
    {
        var (held, gate) = (new Countdown(10), new TaskCompletionSource());
        var runners = new SiloRunners((_, cancellationToken) =>
        {
            held.Signal();
            return gate.Task.WaitAsync(cancellationToken);
        });
        var setup = new HostSetup(
            new ScriptedPlanner(Text(0), Text(1)),
            new ScriptedRunner(ScriptedRunner.Echo),
            ListedModels.Card("writer", TaskTypes.TextGeneration) with { Concurrency = 100 });
        await using var host = await ClusterHost.StartAsync(setup, silos: 3, (name, silo) =>
        {
            // One silo has the model, for tasks of all.
            silo.Services.Replace(ServiceDescriptor.Singleton(runners.On(name)));
            silo.Services.Configure<JarvisClusterOptions>(options => options.SpreadModelsAfter = TimeSpan.FromHours(1));
            silo.Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = TimeSpan.FromSeconds(1);
                membership.NumMissedProbesLimit = 2;
            });
        });
        var readers = new List<Task<List<ConversationEvent>>>();
        for (var number = 0; number < 10; number++)
        {
            var receipt = await host.Jarvis.SubmitAsync(new ConversationId(TenantId.Local, $"c{number}"), new TurnRequest("do it"), default);
            readers.Add(host.Jarvis.ReadToEndAsync(receipt, Patience));
        }

        await held.Done.WaitAsync(Patience);
        var where = await host.WhereAsync();
        // It has the model that all of them wait for, and, as chance has it, some of the conversations.
        var dying = host.Cluster.Silos.First(silo => where["model"].Contains(silo.Name));
        await host.Cluster.KillSiloAsync(dying);
        gate.SetResult();

        foreach (var events in await Task.WhenAll(readers))
        {
            Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (long)number), events.Select(happened => happened.Sequence));
            Assert.Equal(TurnStatus.Answered, Assert.IsType<TurnFinished>(events[^1]).Status);
            Assert.Equal([0, 1], events.OfType<TaskSucceeded>().Select(done => done.Task).Order());
        }
    }

    private static PlannedTask Text(int id) => new(id, TaskTypes.TextGeneration)
    {
        Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument($"{id}")),
    };
}
