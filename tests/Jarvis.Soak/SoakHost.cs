using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Jarvis.Conformance.Hosts;
using Jarvis.Errors;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Storage.Sqlite;
using Jarvis.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Soak;

/// <summary>The embedded host on a state file, with models that take a moment, and fail where a request says so.</summary>
internal static class SoakHost
{
    internal static ServiceProvider Start(string folder) => new ServiceCollection()
        .AddSqliteState(state =>
        {
            state.Path = Path.Combine(folder, "state.db");
            state.Lock = SqliteLock.Exclusive;
        })
        .AddFileResources(resources => resources.Directory = Path.Combine(folder, "resources"))
        .AddSingleton<IPlanner>(new ScriptedPlanner(PlanAsync))
        .AddSingleton<IModelRunner>(new ScriptedRunner(RunAsync))
        .AddSingleton(RetryPolicy.Default with { FirstDelay = TimeSpan.FromMilliseconds(20) })
        .AddSingleton<IModelSource>(new ListedModels([ListedModels.Card("writer", TaskTypes.TextGeneration)]))
        .AddJarvis()
        .BuildServiceProvider();

    private static async IAsyncEnumerable<PlanStep> PlanAsync(PlanningRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await System.Threading.Tasks.Task.Yield();
        foreach (var task in Tasks(request.Request.Split(' ')[0], request.Request))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new TaskProposed(task);
        }
    }

    private static PlannedTask[] Tasks(string kind, string text) => kind switch
    {
        SoakKinds.Chain => [Task(0, new TextArgument(text)), Task(1, new OutputArgument(0)), Task(2, new OutputArgument(1))],
        SoakKinds.Wide => [.. Enumerable.Range(0, 6).Select(id => Task(id, new TextArgument($"{text} {id}")))],
        _ => [Task(0, new TextArgument(text))],
    };

    private static PlannedTask Task(int id, Argument text) => new(id, TaskTypes.TextGeneration)
    {
        Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", text),
    };

    private static async Task<ModelOutcome> RunAsync(ModelCard card, ModelRequest request, CancellationToken cancellationToken)
    {
        var text = await request.Many("text").First().ReadTextAsync(100_000, cancellationToken);
        if (text.StartsWith(SoakKinds.Cancelled, StringComparison.Ordinal))
            await System.Threading.Tasks.Task.Delay(Timeout.Infinite, cancellationToken);

        return text.StartsWith(SoakKinds.Failing, StringComparison.Ordinal)
            ? ModelOutcome.Failure(Error.ModelFailed("It fails as it was asked to.", retryable: false).ToError())
            : ModelOutcome.Success(ModelOutput.FromText("text", text + "."));
    }
}
