using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Conformance;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models.Process.Tests.Testing;
using Jarvis.Resources;
using Jarvis.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jarvis.Models.Process.Tests.Isolation;

/// <summary>An engine over a model whose process one of the requests kills.</summary>
[Collection(WorkerCollection.Name)]
public sealed class IsolatedFaultTests : IAsyncLifetime
{
    private const int Neighbours = 6;

    private static readonly ModelId Model = new("test/model");

    private readonly InMemoryResourceStore _resources = new();
    private readonly ServiceProvider _services;
    private readonly IModelEngine _engine;

    public IsolatedFaultTests()
    {
        _services = new ServiceCollection()
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<IResourceStore>(_resources)
            .AddSingleton<IModelRunner, LocalRunner>()
            .AddSingleton<IModelSource, Source>()
            .AddProcessModels()
            .AddModelIsolation(options =>
            {
                WorkerProgram.Configure(options);
                options.StopTimeout = TimeSpan.Zero;
            })
            .Configure<ModelEngineOptions>(options =>
            {
                options.FirstQuarantine = options.LongestQuarantine = TimeSpan.FromMilliseconds(1);
                options.BatchTimeout = TimeSpan.FromSeconds(5);
                options.StopTimeout = TimeSpan.Zero;
            })
            .AddJarvisCore()
            .BuildServiceProvider();
        _engine = _services.GetRequiredService<IModelEngine>();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        _resources.Dispose();
    }

    [Fact]
    public async Task A_request_that_kills_its_process_is_given_up_at_the_third_time_and_those_beside_it_all_run()
    {
        var poison = TryAsync(Job(0, "segfault"));
        var others = Enumerable.Range(1, Neighbours).Select(i => TryAsync(Job(i, "hello"))).ToList();

        var errors = (await poison).Errors.Where(error => error.Code is not ErrorCode.ModelUnavailable).ToList();
        var ran = await Task.WhenAll(others);

        Assert.Equal([ErrorCode.ModelFailed, ErrorCode.ModelFailed, ErrorCode.InvalidRequest], errors.Select(error => error.Code));
        Assert.Contains("broke the process that it runs in", errors[^1].Message, StringComparison.Ordinal);
        // By chance a neighbour was there the first time, and never again: what is suspect runs with nothing beside it.
        Assert.All(ran, one => Assert.True(one.Ended is AttemptSucceeded && one.Errors.Count(error => error.Code is ErrorCode.ModelFailed) <= 1));
        Assert.IsType<AttemptSucceeded>((await TryAsync(Job(Neighbours + 1, "hello"))).Ended);
        // Counted when its batch has ended, which is before the next one begins and after the job heard of it.
        Assert.Contains("broke the process that it runs in", Assert.Single(_engine.StatusOf(Model)[0].DeadLetters).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_hangs_is_ended_and_another_serves()
    {
        var first = await ProcessAsync(0);

        var hung = await TryAsync(Job(1, "hang"));

        Assert.Equal((ErrorCode.ModelFailed, false), (hung.Errors[^1].Code, hung.Errors[^1].Retryable));
        Assert.Contains("did not finish within 5 s", hung.Errors[^1].Message, StringComparison.Ordinal);
        // What is asked while the process is being ended may still be served by it.
        for (var number = 2; await ProcessAsync(number) == first; number++)
        {
            Assert.InRange(number, 2, 10_000);
        }

        Assert.DoesNotContain(first, WorkerProgram.Running().Select(process => process.Id));
    }

    /// <summary>The process that serves.</summary>
    private async Task<int> ProcessAsync(int number)
    {
        var named = Assert.IsType<AttemptSucceeded>((await TryAsync(Job(number, "name"))).Ended);
        await using var content = await _resources.OpenReadAsync(TenantId.Local, named.Outputs["text"].Single().Id, default);
        using var reader = new StreamReader(content);
        return int.Parse((await reader.ReadToEndAsync()).Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private static ModelJob Job(int number, string text) => new(
        new AttemptId(TaskId.Parse(string.Create(CultureInfo.InvariantCulture, $"local/c/1/{number}")), 0, 1), "conversational", TimeProvider.System.GetUtcNow().AddHours(1))
    {
        Inputs = ImmutableDictionary<string, ImmutableArray<TaskInput>>.Empty.Add("text", [new TaskInput(null, text)]),
    };

    /// <summary>As tasks do: what failed and may pass is tried again.</summary>
    private async Task<(AttemptReport Ended, List<JarvisError> Errors)> TryAsync(ModelJob job)
    {
        var errors = new List<JarvisError>();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var ended = await _engine.RunAsync(Model, job with { Id = job.Id with { Attempt = errors.Count + 1 } }).WaitAsync(patience.Token);
            if (ended is not AttemptFailed { Error: var error })
            {
                return (ended, errors);
            }

            errors.Add(error);
            if (!error.Retryable)
            {
                return (ended, errors);
            }

            await Task.Yield();
        }
    }

    private sealed class Source : IModelSource
    {
        public Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<ModelStatus>>(
        [
            new(new ModelCard(Model, "obedient", ["conversational"], "a model") { Isolated = true, MaxBatch = 2, Concurrency = 4, Deterministic = false }, DeviceId.Cpu),
        ]);
    }
}
