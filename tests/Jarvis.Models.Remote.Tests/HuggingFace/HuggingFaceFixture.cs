using System.Collections.Immutable;
using System.Text;
using Jarvis.Identity;
using Jarvis.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Models.Remote.HuggingFace;

/// <summary>The runner as it is registered, in front of a stand-in of the service.</summary>
internal sealed class HuggingFaceFixture : IAsyncDisposable
{
    internal const string Token = "hf_VerySecretTokenOfTheTest";

    private readonly InMemoryResourceStore _resources = new();
    private readonly ServiceProvider _services;

    private HuggingFaceFixture(HubStandIn hub, Action<HuggingFaceOptions>? configure)
    {
        Hub = hub;
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddRemoteModels(options =>
            {
                options.HuggingFace.Token = Token;
                options.HuggingFace.Endpoint = hub.Endpoint;
                configure?.Invoke(options.HuggingFace);
            })
            .BuildServiceProvider();
    }

    internal HubStandIn Hub { get; }

    internal FakeTimeProvider Time { get; } = new();

    internal LogRecorder Log { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Hub.DisposeAsync();
        _resources.Dispose();
    }

    internal static async Task<HuggingFaceFixture> StartAsync(Action<HuggingFaceOptions>? configure = null) =>
        new(await HubStandIn.StartAsync(), configure);

    internal async Task<ModelOutcome> RunAsync(
        string taskType,
        CancellationToken cancellationToken = default,
        params (string Port, object Value)[] inputs)
    {
        var request = new ModelRequest(taskType, scratch: "/nonexistent")
        {
            Inputs = await ToInputsAsync(inputs),
        };
        var card = new ModelCard(new("owner/model"), "huggingface", [taskType], "a model");
        return Assert.Single(await _services.GetRequiredService<IModelRunner>().RunAsync(card, [request], cancellationToken));
    }

    internal Task<ModelOutcome> RunAsync(string taskType, string port, object value) => RunAsync(taskType, default, (port, value));

    internal static string Text(ModelOutcome outcome, string port)
    {
        Assert.Null(outcome.Error);
        var output = Assert.Single(outcome.Outputs);
        Assert.Equal(port, output.Port);
        using var reader = new StreamReader(output.OpenRead(), Encoding.UTF8);
        return reader.ReadToEnd();
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
