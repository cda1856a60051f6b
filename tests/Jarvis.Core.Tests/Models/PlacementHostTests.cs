using System.Collections.Immutable;
using Jarvis.Core.Tests.Models.Replicas;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Models.Cards;
using Jarvis.Placement;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Core.Tests.Models;

/// <summary>Models of card files on a host with CUDA devices that are made up: where they run, and why they do not.</summary>
public sealed class PlacementHostTests : IDisposable
{
    private const long Gib = 1L << 30;

    private static readonly ImmutableArray<Device> Gpus =
    [
        new Device(DeviceId.Cuda(0), DeviceKind.Cuda) { MemoryTotal = 24 * Gib, MemoryFree = 24 * Gib },
        new Device(DeviceId.Cuda(1), DeviceKind.Cuda) { MemoryTotal = 16 * Gib, MemoryFree = 16 * Gib, Labels = ["small"] },
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("placement-").FullName;
    private readonly NumberedRunner _runner = new();
    private int _task;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(PlacementStrategy.Spread, "cuda:0", "cuda:0", "cuda:1")]
    [InlineData(PlacementStrategy.Pack, "cuda:1", "cuda:1", "cuda:1")]
    public async Task Models_that_are_loaded_at_the_start_are_placed_together(PlacementStrategy strategy, params string[] devices)
    {
        await using var host = Host(placement => placement.Strategy = strategy, Cuda("a", 6), Cuda("b", 5), Cuda("c", 4));

        await host.GetRequiredService<ModelEngine>().PreloadAsync(default);

        // Each goes where the fewest are, or where it leaves the least free: the largest first.
        await EngineDesk.UntilAsync(() => _runner.Models.Count == 3);
        Assert.Equal(devices, _runner.Models.Values.Select(model => model.Device.Value).Order(StringComparer.Ordinal));
        Assert.Equal(strategy is PlacementStrategy.Spread ? "cuda:0" : "cuda:1", Of("a").Single().Device.Value);
    }

    [Theory]
    [InlineData(PlacementStrategy.Spread, 2)]
    [InlineData(PlacementStrategy.Pack, 1)]
    public async Task The_replicas_of_one_model_are_spread_or_packed(PlacementStrategy strategy, int devices)
    {
        await using var host = Host(placement => placement.Strategy = strategy, Cuda("a", 6) with { Replicas = new ReplicaRange(2, 2), Preload = false });

        await RunAsync(host, "a");

        await EngineDesk.UntilAsync(() => _runner.Models.Count == 2);
        Assert.Equal(devices, _runner.Models.Values.Select(model => model.Device).Distinct().Count());
    }

    [Fact]
    public async Task A_replica_more_goes_where_there_is_room_for_it_and_where_there_is_none_that_is_said()
    {
        await using var host = Host(_ => { }, Cuda("a", 14) with { Replicas = new ReplicaRange(3, 3), Preload = false });

        await RunAsync(host, "a");
        await EngineDesk.UntilAsync(() => _runner.Models.Count == 2);
        await RunAsync(host, "a");

        Assert.Equal(["cuda:0", "cuda:1"], _runner.Models.Values.Select(model => model.Device.Value).Order(StringComparer.Ordinal));
        var note = host.GetRequiredService<IModelEngine>().StatusOf(new("a"))[0].Note;
        Assert.Contains("a needs a cuda device with 14.0 GiB free", note, StringComparison.Ordinal);
        Assert.Contains("cuda:0 (10.0 of 24.0 GiB free); cuda:1 (2.0 of 16.0 GiB free", note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pin_is_followed_by_all_replicas()
    {
        await using var host = Host(placement => placement.Pins["a"] = "cuda:1", Cuda("a", 6) with { Replicas = new ReplicaRange(2, 2) });

        await host.GetRequiredService<ModelEngine>().PreloadAsync(default);

        await EngineDesk.UntilAsync(() => _runner.Models.Count == 2);
        Assert.All(_runner.Models.Values, model => Assert.Equal(DeviceId.Cuda(1), model.Device));
        Assert.Contains("pinned to cuda:1", (await StatusAsync(host, "a")).Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wanted_and_missing_runs_on_what_will_do_and_says_why()
    {
        await using var host = Host(_ => { }, [], Cuda("a", 1) with { Fallback = DeviceKind.Cpu });

        await RunAsync(host, "a");

        var status = await StatusAsync(host, "a");
        Assert.Equal(DeviceId.Cpu, status.Device);
        Assert.StartsWith("a needs a cuda device with 1.0 GiB free; there is cpu (", status.Note, StringComparison.Ordinal);
        Assert.EndsWith("It runs on cpu instead.", status.Note, StringComparison.Ordinal);
        Assert.Equal(DeviceId.Cpu, Of("a").Single().Device);
    }

    [Theory]
    [InlineData("memory", "needs a cuda device with 30.0 GiB free; there is")]
    [InlineData("label", "needs a cuda device with 1.0 GiB free and the label h100; there is")]
    [InlineData("pin", "is pinned to cuda:7, which is not here")]
    public async Task What_can_run_nowhere_is_refused_with_what_is_missing(string what, string reason)
    {
        var card = Cuda("a", what == "memory" ? 30 : 1) with { DeviceLabels = what == "label" ? ["h100"] : [] };
        await using var host = Host(placement => placement.Pins.TryAdd(what == "pin" ? "a" : "other", "cuda:7"), card);

        var refused = await Assert.ThrowsAsync<JarvisException>(() => RunAsync(host, "a"));

        Assert.Equal(ErrorCode.ModelUnavailable, refused.Code);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Contains(what == "pin" ? "Pin it to another" : "cuda:1 (16.0 of 16.0 GiB free, labels small)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, _runner.Loads);
    }

    private static ModelCard Cuda(string id, long gib) => EngineDesk.Card(id, gib * Gib) with { Device = DeviceKind.Cuda, Preload = true };

    private IEnumerable<NumberedModel> Of(string id) => _runner.Models.Values.Where(model => model.Card.Id.Value == id);

    private ServiceProvider Host(Action<PlacementOptions> configure, params ModelCard[] cards) => Host(configure, Gpus, cards);

    private ServiceProvider Host(Action<PlacementOptions> configure, ImmutableArray<Device> gpus, params ModelCard[] cards)
    {
        foreach (var card in cards)
        {
            File.WriteAllBytes(Path.Combine(_folder, $"{card.Id}.json"), CardWriter.Write(card, indented: true));
        }

        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<IDeviceSource>(new KnownDevices(gpus))
            .AddSingleton<IModelRunner>(_runner)
            .AddSingleton<IResourceStore>(_ => new InMemoryResourceStore())
            .AddPlacement(configure)
            .AddModelCards(options => options.Directory = _folder)
            .AddJarvisCore()
            .BuildServiceProvider();
    }

    private static async Task<ModelStatus> StatusAsync(IServiceProvider host, string id) =>
        (await host.GetRequiredService<IModelCatalog>().FindAsync(new(id), default))!;

    private async Task RunAsync(IServiceProvider host, string id)
    {
        var ended = new TaskCompletionSource<AttemptReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        var job = new ModelJob(new AttemptId(TaskId.Parse($"local/c/1/{Interlocked.Increment(ref _task)}"), 0, 1), TaskTypes.TextGeneration, DateTimeOffset.MaxValue)
        {
            Inputs = ImmutableDictionary<string, ImmutableArray<TaskInput>>.Empty.Add("text", [new TaskInput(null, "x")]),
        };
        await host.GetRequiredService<ModelEngine>().EnqueueAsync(
            new(id),
            job,
            report => _ = report is AttemptSucceeded or AttemptFailed && ended.TrySetResult(report),
            default);
        Assert.IsType<AttemptSucceeded>(await ended.Task.WaitAsync(EngineDesk.Patience));
    }
}
