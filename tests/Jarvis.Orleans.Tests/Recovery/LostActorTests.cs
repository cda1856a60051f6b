using System.Collections.Immutable;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
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
}
