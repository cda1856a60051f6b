using System.Collections.Immutable;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Embedded;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.State;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Benchmarks.Engine;

/// <summary>The embedded host around a model that does nothing but wait, and a planner that plans what it is told.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IJarvis _jarvis;
    private ImmutableArray<PlannedTask> _plan = [];
    private int _conversation;

    /// <param name="work">What a task does.</param>
    /// <param name="state">Where state is kept; null for memory.</param>
    /// <param name="configure">Changes how the host works.</param>
    public EngineHost(Func<Task> work, IStateStore? state = null, Action<EmbeddedOptions>? configure = null)
    {
        var runner = new ScriptedRunner(async (_, _, cancellationToken) =>
        {
            await work().WaitAsync(cancellationToken);
            return ModelOutcome.Success(ModelOutput.FromText("text", "done"));
        });
        var services = new ServiceCollection();
        if (state is not null)
        {
            services.AddSingleton(state);
        }

        _services = services
            .AddSingleton<IPlanner>(new ScriptedPlanner((_, _) => Plan()))
            .AddSingleton<IModelRunner>(runner)
            .AddSingleton<IModelSource>(new ListedModels([ListedModels.Card("noop", TaskTypes.TextGeneration) with { Concurrency = 1000 }]))
            .AddSingleton<IResourceStore>(_ => new InMemoryResourceStore())
            .Configure<ConversationOptions>(options => options.PlanLimits = new PlanLimits { MaxTasks = 1000, MaxDepth = 1000 })
            .AddJarvis(configure)
            .BuildServiceProvider();
        _jarvis = _services.GetRequiredService<IJarvis>();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>The host.</summary>
    public IJarvis Jarvis => _jarvis;

    /// <summary>Runs a plan as a turn of a new conversation; several at once when their plans are the same.</summary>
    /// <returns>How long it took from submitting to the event that ends the turn.</returns>
    public async Task<TimeSpan> RunAsync(ImmutableArray<PlannedTask> plan)
    {
        var start = TimeProvider.System.GetTimestamp();
        await ReadToEndAsync(await SubmitAsync(plan));
        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>Submits a plan as a turn of a new conversation.</summary>
    public Task<TurnReceipt> SubmitAsync(ImmutableArray<PlannedTask> plan)
    {
        _plan = plan;
        var conversation = new ConversationId(TenantId.Local, $"c{Interlocked.Increment(ref _conversation)}");
        return _jarvis.SubmitAsync(conversation, new TurnRequest("go"), default);
    }

    /// <summary>Reads all events of a turn until it has ended.</summary>
    public async Task ReadToEndAsync(TurnReceipt receipt)
    {
        TurnStatus? status = null;
        await foreach (var happened in _jarvis.ReadTurnAsync(receipt, default))
        {
            status = (happened as TurnFinished)?.Status ?? status;
        }

        if (status != TurnStatus.Answered)
        {
            throw new InvalidOperationException($"The turn ended {status}.");
        }
    }

    private async IAsyncEnumerable<PlanStep> Plan()
    {
        foreach (var task in _plan)
        {
            yield return new TaskProposed(task);
        }

        await Task.CompletedTask;
    }
}
