using Jarvis.Conformance.Hosts;
using Jarvis.Models;
using Jarvis.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Embedded.Tests;

/// <summary>The single-process host with what a test puts into it.</summary>
internal sealed class EmbeddedHost(ServiceProvider services) : IRunningHost
{
    public IJarvis Jarvis { get; } = services.GetRequiredService<IJarvis>();

    public static Task<IRunningHost> StartAsync(HostSetup setup, Action<EmbeddedOptions>? configure = null)
    {
        var services = new ServiceCollection()
            .AddSingleton(setup.Time)
            .AddSingleton(setup.Planner)
            .AddSingleton(setup.Runner)
            .AddSingleton(setup.Retry)
            .AddSingleton(setup.State)
            .AddSingleton(setup.Answerer)
            .AddSingleton<IModelSource>(new ListedModels(setup.Cards))
            .AddSingleton<IResourceStore, InMemoryResourceStore>(_ => new InMemoryResourceStore())
            .Configure(setup.Conversations)
            .Configure(setup.Engine)
            .AddJarvis(configure);
        return Task.FromResult<IRunningHost>(new EmbeddedHost(services.BuildServiceProvider(validateScopes: true)));
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
