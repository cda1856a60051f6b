using System.Collections.Immutable;
using Jarvis.Conformance;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Benchmarks.Engine;

/// <summary>What others lose when a request kills the process of an untrusted model, again and again until it is given up.</summary>
internal sealed class PoisonBenchmark : IBenchmark
{
    private const int Callers = 8;
    private const int Rounds = 3;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);
    private static readonly ModelId Trusted = new("trusted");
    private static readonly ModelId Untrusted = new("untrusted");

    private int _asked;

    public string Name => "engine-poison";

    public async Task RunAsync(Report report)
    {
        report.Title($"Engine: one request that kills its worker process in {Round.TotalSeconds} s, {Callers} callers beside it and {Callers} of another model");
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IResourceStore>(_ => new InMemoryResourceStore())
            .AddSingleton<IModelRunner>(new SpinningRunner(TimeSpan.Zero, TimeSpan.FromMilliseconds(0.2)))
            .AddSingleton<IModelRunner, UnloadedRunner>()
            .AddSingleton<IModelSource>(new ChangingModels([Card(Trusted, "spinning"), Card(Untrusted, "obedient") with { Isolated = true }]))
            .AddProcessModels()
            .AddModelIsolation(options =>
            {
                options.Program = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet");
                options.Arguments = ["exec", Path.Combine(AppContext.BaseDirectory, "Jarvis.Models.Process.Worker.dll")];
            })
            .AddJarvisCore()
            .BuildServiceProvider();
        var engine = services.GetRequiredService<ModelEngine>();
        var (alone, beside, other, otherBeside) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var quiet = await MeasureAsync(engine, isPoisoned: false);
            var poisoned = await MeasureAsync(engine, isPoisoned: true);
            if (round > 0)
            {
                alone.Add(quiet.Untrusted);
                other.Add(quiet.Trusted);
                beside.Add(poisoned.Untrusted);
                otherBeside.Add(poisoned.Trusted);
            }
        }

        report.Figure("requests/s of the untrusted model, alone", new Samples(alone).Describe(""));
        report.AtLeast("the same beside a poison request, as a share of it", new Samples(beside).Median / new Samples(alone).Median, 0.8, "x");
        report.Figure("requests/s of the other model, alone", new Samples(other).Describe(""));
        report.AtLeast("the same beside a poison request, as a share of it", new Samples(otherBeside).Median / new Samples(other).Median, 0.8, "x");
        report.Figure("given up", $"{engine.StatusOf(Untrusted)[0].DeadLetters.Length} of {Rounds + 1}");
    }

    private async Task<(double Untrusted, double Trusted)> MeasureAsync(ModelEngine engine, bool isPoisoned)
    {
        var (start, untrusted, trusted) = (TimeProvider.System.GetTimestamp(), 0, 0);
        var poison = isPoisoned ? AskAsync(engine, Untrusted, "segfault") : Task.CompletedTask;
        await Task.WhenAll(Enumerable.Range(0, 2 * Callers).Select(caller => Task.Run(() => CallAsync(caller % 2 == 0))));
        await poison;
        return (untrusted / Round.TotalSeconds, trusted / Round.TotalSeconds);

        async Task CallAsync(bool isTrusted)
        {
            while (TimeProvider.System.GetElapsedTime(start) < Round)
            {
                await AskAsync(engine, isTrusted ? Trusted : Untrusted, "hello");
                _ = isTrusted ? Interlocked.Increment(ref trusted) : Interlocked.Increment(ref untrusted);
            }
        }
    }

    /// <summary>As tasks do: what failed and may pass is tried again.</summary>
    private async Task AskAsync(ModelEngine engine, ModelId model, string text)
    {
        var task = TaskId.Parse($"local/c/1/{Interlocked.Increment(ref _asked)}");
        for (var attempt = 1; await TryAsync(engine, model, text, new AttemptId(task, 0, attempt)) is AttemptFailed { Error.Retryable: true }; attempt++)
        {
            await Task.Yield();
        }
    }

    private static Task<AttemptReport> TryAsync(ModelEngine engine, ModelId model, string text, AttemptId id) => engine.RunAsync(
        model,
        new ModelJob(id, TaskTypes.TextGeneration, TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1))
        {
            Inputs = ImmutableDictionary<string, ImmutableArray<TaskInput>>.Empty.Add("text", [new TaskInput(null, text)]),
        });

    private static ModelCard Card(ModelId id, string runner) =>
        new(id, runner, [TaskTypes.TextGeneration], "a model") { MaxBatch = 2, Deterministic = false };

    /// <summary>Named by the card; the process runs it.</summary>
    private sealed class UnloadedRunner : IModelRunner, IModelLoader
    {
        public string Name => "obedient";

        public Task<ImmutableArray<ModelOutcome>> RunAsync(ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("It runs in a process of its own.");

        public Task<ILoadedModel> LoadAsync(ModelCard card, DeviceId device, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("It runs in a process of its own.");
    }
}
