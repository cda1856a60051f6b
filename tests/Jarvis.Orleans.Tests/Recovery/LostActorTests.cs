using System.Collections.Immutable;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;

namespace Jarvis.Orleans.Tests.Recovery;

/// <summary>Actors that Orleans ends while they work, such as when a silo is gone that had them entered in its part of the directory.</summary>
public sealed class LostActorTests
{
    /// <summary>Less than until the next reminder.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    [Fact]
    public async Task A_task_whose_actor_is_ended_while_it_waits_goes_on_though_its_conversation_knows_nothing_of_it()
    {
        var runs = 0;
        var runner = new ScriptedRunner((card, request, cancellationToken) => Interlocked.Increment(ref runs) == 1
            ? Task.FromResult(ModelOutcome.Failure(new JarvisError(ErrorCode.Overloaded, "Busy.", Retryable: true) { RetryAfter = TimeSpan.FromSeconds(3) }))
            : ScriptedRunner.Echo(card, request, cancellationToken));
        var task = new PlannedTask(0, TaskTypes.TextGeneration) { Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument("a")) };
        await using var host = await ClusterHost.StartAsync(
            new HostSetup(new ScriptedPlanner(task), runner, ListedModels.Card("writer", TaskTypes.TextGeneration)), silos: 1);
        using var patience = new CancellationTokenSource(Patience);

        var receipt = await host.Jarvis.SubmitAsync(new ConversationId(TenantId.Local, "c"), new TurnRequest("do it"), default);
        var events = new List<ConversationEvent>();
        await foreach (var happened in host.Jarvis.ReadTurnAsync(receipt, patience.Token))
        {
            events.Add(happened);
            if (happened is TaskWaiting && events.OfType<TaskWaiting>().Count() == 1)
            {
                await host.Cluster.Client.GetGrain<ITaskGrain>(receipt.Turn.Task(0).ToString()).Cast<IGrainManagementExtension>().DeactivateOnIdle();
            }
        }

        Assert.Equal(TurnStatus.Answered, Assert.IsType<TurnFinished>(events[^1]).Status);
        Assert.Empty(events.OfType<TurnResumed>());
    }

    /// <summary>Orleans takes no actor apart while it is called; one that nobody finds any more would keep its readers until then.</summary>
    [Fact]
    public async Task Who_reads_an_actor_is_let_go_when_a_silo_is_gone()
    {
        var gate = new TaskCompletionSource();
        var runner = new ScriptedRunner(async (card, request, cancellationToken) =>
        {
            await gate.Task.WaitAsync(cancellationToken);
            return await ScriptedRunner.Echo(card, request, cancellationToken);
        });
        var task = new PlannedTask(0, TaskTypes.TextGeneration) { Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument("a")) };
        await using var host = await ClusterHost.StartAsync(
            new HostSetup(new ScriptedPlanner(task), runner, ListedModels.Card("writer", TaskTypes.TextGeneration)), silos: 1);
        var conversation = new ConversationId(TenantId.Local, "c");
        await host.Jarvis.SubmitAsync(conversation, new TurnRequest("do it"), default);
        await using var events = host.Cluster.Client.GetGrain<IConversationGrain>(conversation.ToString()).ReadEventsAsync(0, default).GetAsyncEnumerator();
        do
        {
            Assert.True(await events.MoveNextAsync());
        }
        while (events.Current is not TaskStarted);

        var next = events.MoveNextAsync().AsTask();
        host.Cluster.GetSiloServiceProvider().GetRequiredService<SiloLosses>().Tell();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Patience));
        gate.SetResult();
    }
}
