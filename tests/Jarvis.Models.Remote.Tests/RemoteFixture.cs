using System.Collections.Immutable;
using System.Text;
using Jarvis.Identity;
using Jarvis.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Models.Remote;

/// <summary>The runners as they are registered, in front of a stand-in of the service.</summary>
internal sealed class RemoteFixture : IAsyncDisposable
{
    internal const string Token = "hf_VerySecretTokenOfTheTest";

    private readonly InMemoryResourceStore _resources = new();
    private readonly ServiceProvider _services;

    private RemoteFixture(StandInEndpoint hub, Action<RemoteModelOptions, Uri>? configure)
    {
        Hub = hub;
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddRemoteModels(options =>
            {
                options.HuggingFace.Token = Token;
                options.HuggingFace.Endpoint = new(hub.Address, "/hf-inference/models/");
                configure?.Invoke(options, hub.Address);
            })
            .BuildServiceProvider();
    }

    internal StandInEndpoint Hub { get; }

    /// <summary>The card that a request for a task type is run with.</summary>
    internal Func<string, ModelCard> Card { get; set; } = taskType => new(new("owner/model"), "huggingface", [taskType], "a model");

    /// <summary>The settings of the next requests.</summary>
    internal ImmutableDictionary<string, string> Options { get; set; } = ImmutableDictionary<string, string>.Empty;

    internal EndpointProbe Probe => _services.GetServices<IHostedService>().OfType<EndpointProbe>().Single();

    internal FakeTimeProvider Time { get; } = new();

    internal LogRecorder Log { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Hub.DisposeAsync();
        _resources.Dispose();
    }

    internal static async Task<RemoteFixture> StartAsync(Action<RemoteModelOptions, Uri>? configure = null) =>
        new(await StandInEndpoint.StartAsync(), configure);

    internal async Task<ModelOutcome> RunAsync(
        string taskType,
        CancellationToken cancellationToken = default,
        params (string Port, object Value)[] inputs)
    {
        var request = new ModelRequest(taskType, scratch: "/nonexistent")
        {
            Inputs = await ToInputsAsync(inputs),
            Options = Options,
        };
        var card = Card(taskType);
        var runner = _services.GetServices<IModelRunner>().Single(runner => runner.Name == card.Runner);
        return Assert.Single(await runner.RunAsync(card, [request], cancellationToken));
    }

    internal Task<ModelOutcome> RunAsync(string taskType, string port, object value) => RunAsync(taskType, default, (port, value));

    internal static string Text(ModelOutcome outcome, string port)
    {
        Assert.Null(outcome.Error);
        var output = Assert.Single(outcome.Outputs, output => output.Port == port);
        using var reader = new StreamReader(output.OpenRead(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    internal static byte[] Bytes(ModelOutput output)
    {
        using var copy = new MemoryStream();
        using var stream = output.OpenRead();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private async Task<ImmutableDictionary<string, ImmutableArray<ModelInput>>> ToInputsAsync((string Port, object Value)[] inputs)
    {
        var all = ImmutableDictionary.CreateBuilder<string, ImmutableArray<ModelInput>>();
        foreach (var (port, value) in inputs)
            all[port] = [value is byte[] bytes ? await StoreAsync(bytes) : new ModelInput((string)value)];

        return all.ToImmutable();
    }

    private async Task<ModelInput> StoreAsync(byte[] bytes)
    {
        var tenant = TenantId.Local;
        var resource = await _resources.AddAsync(tenant, new MemoryStream(bytes), new ResourceDescription("input"), default);
        return new(resource, _resources, tenant);
    }
}
