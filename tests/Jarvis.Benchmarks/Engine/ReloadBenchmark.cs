using Jarvis.Conformance;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Benchmarks.Engine;

/// <summary>What it costs requests that cards change and models push each other out of memory, next to the same requests without either.</summary>
internal sealed class ReloadBenchmark : IBenchmark
{
    private const int Callers = 16;
    private const int Requests = 10_000;
    private const int Models = 5;
    private const int BetweenChanges = 100;
    private const int InARow = 50;
    private const long Bytes = 40;

    private static readonly TimeSpan Load = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Run = TimeSpan.FromMilliseconds(0.2);

    public string Name => "engine-reload";

    public async Task RunAsync(Report report)
    {
        report.Title($"Engine: {Requests:N0} requests of {Run.TotalMilliseconds} ms to {Models} models, {Callers} at once; loading takes {Load.TotalMilliseconds} ms");
        // What is hot is compiled again while nobody looks.
        await MeasureAsync(Models * Bytes, changes: false);
        var quiet = await MeasureAsync(Models * Bytes, changes: false);
        var busy = await MeasureAsync(2 * Bytes, changes: true);
        report.Figure("all models fit, no card changes", $"{quiet.Rate:N0} requests/s, {quiet.Loads} loads");
        report.Figure($"two models fit, a card changes every {BetweenChanges} requests", $"{busy.Rate:N0} requests/s, {busy.Loads} loads");
        report.Figure("the one as a share of the other", $"{busy.Rate / quiet.Rate:0.00}");
        report.Goal("failed requests", quiet.Failed + busy.Failed, 0, "requests");
    }

    private static async Task<(double Rate, int Loads, int Failed)> MeasureAsync(long budget, bool changes)
    {
        var runner = new SpinningRunner(Load, Run);
        var models = new ChangingModels([.. Enumerable.Range(0, Models).Select(Card)]);
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IModelRunner>(runner)
            .AddSingleton<IModelSource>(models)
            .AddSingleton<IResourceStore>(_ => new InMemoryResourceStore())
            .Configure<ModelEngineOptions>(options => options.CpuMemoryBytes = budget)
            .AddJarvisCore()
            .BuildServiceProvider();
        var engine = services.GetRequiredService<ModelEngine>();
        var (next, failed) = (-1, 0);
        var start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(CallAsync)));
        return (Requests / TimeProvider.System.GetElapsedTime(start).TotalSeconds, runner.Loads, failed);

        async Task CallAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number < Requests)
            {
                if (changes && number % BetweenChanges == 0)
                {
                    models.Change(number / BetweenChanges % Models, $"{number}");
                }

                Interlocked.Add(ref failed, await AskAsync(engine, number) is AttemptSucceeded ? 0 : 1);
            }
        }
    }

    private static Task<AttemptReport> AskAsync(ModelEngine engine, int number) => engine.RunAsync(Id(number / InARow % Models), new ModelJob(
        new AttemptId(TaskId.Parse($"local/c/1/{number}"), 0, 1), TaskTypes.TextGeneration, TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1)));

    private static ModelId Id(int model) => new($"m{model}");

    private static ModelCard Card(int model) => new(Id(model), "spinning", [TaskTypes.TextGeneration], "spins") { MemoryBytes = Bytes, Deterministic = false };
}
