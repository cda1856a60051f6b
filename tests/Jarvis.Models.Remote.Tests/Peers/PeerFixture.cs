using System.Collections.Immutable;
using Jarvis.Models.Remote.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Models.Remote.Peers;

/// <summary>The parts as they are registered, in front of another Jarvis.</summary>
internal sealed class PeerFixture : IAsyncDisposable
{
    internal const string Key = "jk-VerySecretKeyOfTheTest";

    private readonly ServiceProvider _services;

    private PeerFixture(StandInJarvis peer, Action<JarvisPeerOptions>? configure)
    {
        Peer = peer;
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddLogging()
            .AddRemoteModels(options =>
            {
                options.HuggingFace.Token = null;
                options.Jarvis["lab"] = new() { Address = peer.Address, Key = Key, Timeout = TimeSpan.FromSeconds(60) };
                configure?.Invoke(options.Jarvis["lab"]);
            })
            .BuildServiceProvider();
        Catalog = new ModelCatalog(_services.GetServices<IModelSource>(), NullLogger<ModelCatalog>.Instance);
    }

    internal StandInJarvis Peer { get; }

    internal FakeTimeProvider Time { get; } = new();

    internal ModelCatalog Catalog { get; }

    internal EndpointProbe Probe => _services.GetServices<IHostedService>().OfType<EndpointProbe>().Single();

    internal IRemoteServers Servers => _services.GetRequiredService<IRemoteServers>();

    internal JarvisPeerRunner Runner => _services.GetServices<IModelRunner>().OfType<JarvisPeerRunner>().Single();

    public async ValueTask DisposeAsync()
    {
        Catalog.Dispose();
        await _services.DisposeAsync();
        await Peer.DisposeAsync();
    }

    internal static async Task<PeerFixture> StartAsync(Action<JarvisPeerOptions>? configure = null)
    {
        var peer = await StandInJarvis.StartAsync();
        peer.Key = Key;
        return new(peer, configure);
    }

    internal async Task<ImmutableArray<ModelStatus>> ListAsync() => await Catalog.ListAsync(default);

    internal static ModelCard Card(string model, string taskType, string peer = "lab") => new(new("here/it"), "jarvis", [taskType], "runs there")
    {
        Device = DeviceKind.Remote,
        Settings = ImmutableDictionary<string, string>.Empty.Add("endpoint", peer).Add("model", model),
    };

    internal async Task<ModelOutcome> RunAsync(
        string model, string taskType, int hops = 0, TimeSpan? left = null, (string Name, string Value)[]? options = null, CancellationToken cancellationToken = default)
    {
        var request = new ModelRequest(taskType, scratch: "/nonexistent")
        {
            Inputs = ImmutableDictionary<string, ImmutableArray<ModelInput>>.Empty.Add("text", [new ModelInput("words")]),
            Options = (options ?? []).ToImmutableDictionary(option => option.Name, option => option.Value),
            Hops = hops,
            Deadline = left is null ? null : Time.GetUtcNow() + left,
        };
        return Assert.Single(await Runner.RunAsync(Card(model, taskType), [request], cancellationToken));
    }
}
