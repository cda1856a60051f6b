using Jarvis.Benchmarks;
using Jarvis.Benchmarks.Engine;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Orleans.Tests;
using Jarvis.Planning;
using Jarvis.State;

namespace Jarvis.Orleans.Benchmarks;

/// <summary>Silos around a model that does what a benchmark says, and a planner that plans one shape.</summary>
/// <param name="host">The silos.</param>
/// <param name="shape">The shape.</param>
/// <param name="recent">What is kept in memory; null where state is kept elsewhere.</param>
internal sealed class BenchmarkCluster(ClusterHost host, PlanShape shape, RecentState? recent) : IAsyncDisposable
{
    private int _conversation;

    internal ClusterHost Host => host;

    internal static async Task<BenchmarkCluster> StartAsync(
        short silos, PlanShape shape, Func<Task> work, int concurrency, IStateStore? state = null, Action<ISiloBuilder>? configure = null)
    {
        var runner = new ScriptedRunner(async (_, _, _) =>
        {
            await work();
            return ModelOutcome.Success(ModelOutput.FromText("text", "done"));
        });
        var setup = new HostSetup(
            new ScriptedPlanner([.. shape.Tasks]), runner, ListedModels.Card("noop", TaskTypes.TextGeneration) with { Concurrency = concurrency })
        {
            Conversations = options => options.PlanLimits = new PlanLimits { MaxTasks = 1000, MaxDepth = 1000 },
        };
        var recent = state is null ? new RecentState() : null;
        return new(await ClusterHost.StartAsync(setup with { State = state ?? recent! }, silos, (_, silo) => configure?.Invoke(silo)), shape, recent);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    /// <summary>Runs the plan as a turn of a new conversation, every event read.</summary>
    internal async Task RunAsync()
    {
        var conversation = new ConversationId(TenantId.Local, $"c{Interlocked.Increment(ref _conversation)}");
        var receipt = await host.Jarvis.SubmitAsync(conversation, new TurnRequest("go"), default);
        TurnStatus? status = null;
        await foreach (var happened in host.Jarvis.ReadTurnAsync(receipt, default))
        {
            status = (happened as TurnFinished)?.Status ?? status;
        }

        if (status != TurnStatus.Answered)
        {
            throw new InvalidOperationException($"The turn ended {status}.");
        }

        recent?.End(conversation);
    }

    /// <summary>Tasks a second of clients that ask again as soon as they are answered.</summary>
    internal async Task<double> RateAsync(int clients, TimeSpan duration) => shape.Tasks.Length * await RepeatedCalls.RateAsync(clients, duration, RunAsync);
}
