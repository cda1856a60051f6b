using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Core.Tests.Models.Replicas;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Models.Serving;
using Jarvis.Placement;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Core.Tests.Models;

/// <summary>An engine with models whose memory is counted, on a clock that stands still.</summary>
internal sealed class EngineDesk : IAsyncDisposable
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ScratchFolder _scratch;
    private readonly ConcurrentDictionary<AttemptId, Channel<AttemptReport>> _reports = new();
    private int _task;

    internal EngineDesk(Action<ModelEngineOptions>? configure = null, IModelRunner? runner = null, params ModelCard[] cards)
        : this(new PlacementOptions(), [], configure, runner, cards)
    {
    }

    internal EngineDesk(
        PlacementOptions placement, ImmutableArray<Device> devices, Action<ModelEngineOptions>? configure = null, IModelRunner? runner = null, params ModelCard[] cards)
    {
        configure?.Invoke(Options);
        Catalog = new ChangingCatalog(cards);
        _scratch = new ScratchFolder(Options, Time, NullLogger<ScratchFolder>.Instance);
        Services = new ModelEngineServices(
            Catalog,
            new Dictionary<string, IModelRunner> { ["scripted"] = runner ?? Runner },
            Resources,
            _scratch,
            Options,
            Time,
            placement.ToPlacer(),
            new HostDevices([new KnownDevices([new Device(DeviceId.Cpu, DeviceKind.Cpu), .. devices])]));
        Engine = new ModelEngine(Services, new DeadlineAdmissionPolicy(), NullLogger<ModelEngine>.Instance);
    }

    internal FakeTimeProvider Time { get; } = new();

    internal ModelEngineOptions Options { get; } = new() { CpuMemoryBytes = 100, StopTimeout = TimeSpan.Zero };

    internal LoadableRunner Runner { get; } = new();

    internal ChangingCatalog Catalog { get; }

    internal InMemoryResourceStore Resources { get; } = new();

    internal ModelEngineServices Services { get; }

    internal ModelEngine Engine { get; }

    internal static ModelCard Card(string id, long bytes = 10, bool pinned = false) => ListedModels.Card(id, TaskTypes.TextGeneration) with
    {
        MemoryBytes = bytes,
        Pinned = pinned,
        Concurrency = 1,
    };

    internal ModelJob Job(string text = "x", TimeSpan? timeLeft = null, string tenant = "local", TurnPriority priority = default) => new(
        new AttemptId(TaskId.Parse($"{tenant}/c/1/{Interlocked.Increment(ref _task)}"), 0, 1), TaskTypes.TextGeneration, Time.GetUtcNow() + (timeLeft ?? TimeSpan.FromHours(1)))
    {
        Priority = priority,
        Inputs = ImmutableDictionary<string, ImmutableArray<TaskInput>>.Empty.Add("text", [new TaskInput(null, text)]),
    };

    internal async Task<ModelJob> EnqueueAsync(string model, ModelJob? job = null, IModelEngine? engine = null)
    {
        job ??= Job();
        var channel = _reports.GetOrAdd(job.Id, _ => Channel.CreateUnbounded<AttemptReport>());
        await (engine ?? Engine).EnqueueAsync(new ModelId(model), job, report => channel.Writer.TryWrite(report), default);
        return job;
    }

    /// <summary>Waits for what an attempt comes to.</summary>
    internal async Task<AttemptReport> EndOf(ModelJob job)
    {
        while (true)
        {
            var report = await NextOf(job);
            if (report is AttemptSucceeded or AttemptFailed)
            {
                return report;
            }
        }
    }

    internal async Task<AttemptReport> NextOf(ModelJob job) =>
        await _reports[job.Id].Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>Whether all of an attempt was told, and nobody has read it.</summary>
    internal bool HasEnded(ModelJob job)
    {
        var news = _reports[job.Id].Reader;
        while (news.TryPeek(out var report) && report is not (AttemptSucceeded or AttemptFailed))
        {
            news.TryRead(out _);
        }

        return news.TryPeek(out _);
    }

    /// <summary>Whether anything was told of an attempt that nobody has read.</summary>
    internal bool HasNews(ModelJob job) => _reports[job.Id].Reader.TryPeek(out _);

    internal async Task<AttemptReport> RunAsync(string model, ModelJob? job = null) => await EndOf(await EnqueueAsync(model, job));

    internal ReplicaStatus Status(string model) => Engine.StatusOf(new ModelId(model))[0];

    /// <summary>Waits until a model is where it should be; what leads there has been begun.</summary>
    internal Task UntilAsync(string model, ReplicaPhase phase) =>
        UntilAsync(() => Engine.StatusOf(new ModelId(model)) is [var first, ..] && first.Phase == phase);

    /// <summary>How many replicas of a model serve.</summary>
    internal int Ready(string model) => Engine.StatusOf(new ModelId(model)).Count(replica => replica.Phase is ReplicaPhase.Ready);

    /// <summary>Waits until so many replicas of a model serve; what leads there has been begun.</summary>
    internal Task UntilReadyAsync(string model, int replicas) => UntilAsync(() => Ready(model) == replicas);

    /// <summary>Waits until no batch of a model runs: what was told of a job is told before its batch has ended.</summary>
    internal Task UntilIdleAsync(string model) => UntilAsync(() => Engine.StatusOf(new ModelId(model)).All(replica => replica.Running == 0));

    /// <summary>Waits until something is so; what leads there has been begun.</summary>
    internal static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await _scratch.DisposeAsync();
        Resources.Dispose();
    }
}
