using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jarvis.Actors;
using Jarvis.Conformance;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Orleans.Tests.Actors;

public sealed class LocalActorsTests
{
    private static readonly ConversationId Id = new(TenantId.Local, "c");

    [Fact]
    public void One_that_ends_does_not_take_away_the_one_that_came_after_it()
    {
        using var losses = new SiloLosses();
        var actors = new LocalActors(losses);
        var (first, second) = (Way(actors), Way(actors));
        actors.Enter(Id, first);
        actors.Enter(Id, second);

        actors.Leave(Id, first);
        Assert.Same(second, actors.Find(Id));

        actors.Leave(Id, second);
        Assert.Null(actors.Find(Id));
    }

    [Fact]
    public async Task What_actors_of_one_silo_tell_each_other_is_no_message_of_the_cluster()
    {
        var messages = new Messages();
        await using var host = await StartAsync(messages);

        // The first asks the model by its grain, which is not here before.
        await AnsweredAsync(host, "first");
        messages.Names.Clear();
        await AnsweredAsync(host, "second");

        Assert.Equal(
            [nameof(ITaskActor.StartAsync), nameof(ITaskActor.StartAsync), nameof(IConversationActor.SubmitAsync)],
            messages.Names.Where(static name => name is not nameof(IConversationActor.ReadEventsAsync)).Order());
    }

    [Fact]
    public async Task An_actor_that_has_ended_is_not_found_any_more_and_is_made_again_when_it_is_asked()
    {
        await using var host = await StartAsync(new Messages());
        var actors = host.Cluster.GetSiloServiceProvider().GetRequiredService<LocalActors>();
        var receipt = await AnsweredAsync(host, "c");
        Assert.NotNull(actors.Find(Id));

        await host.Cluster.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);

        Assert.Null(actors.Find(Id));
        Assert.Null(actors.Find(receipt.Turn.Task(0)));
        await AnsweredAsync(host, "c");
        Assert.NotNull(actors.Find(Id));
    }

    [Fact]
    public async Task From_the_loss_of_a_silo_on_they_are_told_by_messages_until_they_are_made_again()
    {
        var messages = new Messages();
        await using var host = await StartAsync(messages);
        var silo = host.Cluster.GetSiloServiceProvider();
        var (actors, losses) = (silo.GetRequiredService<LocalActors>(), silo.GetRequiredService<SiloLosses>());
        await AnsweredAsync(host, "c");

        losses.Tell();

        Assert.Null(actors.Find(Id));
        messages.Names.Clear();
        await AnsweredAsync(host, "c");
        Assert.Contains(nameof(IConversationActor.ReportTaskAsync), messages.Names);
        await host.Cluster.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        await AnsweredAsync(host, "c");
        Assert.NotNull(actors.Find(Id));
    }

    private static RemoteConversation Way(LocalActors actors) => new(Id, null!, actors, null!);

    private static async Task<ClusterHost> StartAsync(Messages messages)
    {
        var text = ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument("a"));
        PlannedTask[] tasks = [new(0, TaskTypes.TextGeneration) { Arguments = text }, new(1, TaskTypes.TextGeneration) { Arguments = text, After = [0] }];
        var setup = new HostSetup(new ScriptedPlanner(tasks), new ScriptedRunner(ScriptedRunner.Echo), ListedModels.Card("writer", TaskTypes.TextGeneration));
        return await ClusterHost.StartAsync(setup, silos: 1, (_, silo) => silo.AddIncomingGrainCallFilter(messages));
    }

    private static async Task<TurnReceipt> AnsweredAsync(ClusterHost host, string name)
    {
        var receipt = await host.Jarvis.SubmitAsync(new ConversationId(TenantId.Local, name), new TurnRequest("do it"), default);
        var events = await host.Jarvis.ReadToEndAsync(receipt, TimeSpan.FromMinutes(1));
        Assert.Equal(TurnStatus.Answered, Assert.IsType<TurnFinished>(events[^1]).Status);
        return receipt;
    }

    /// <summary>The messages that actors get.</summary>
    private sealed class Messages : IIncomingGrainCallFilter
    {
        internal ConcurrentQueue<string> Names { get; } = new();

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (typeof(IConversationActor).Assembly == context.InterfaceMethod?.DeclaringType?.Assembly)
            {
                Names.Enqueue(context.MethodName);
            }

            return context.Invoke();
        }
    }
}
