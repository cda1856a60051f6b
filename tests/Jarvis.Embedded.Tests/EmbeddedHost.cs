using Jarvis.Actors;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations.Archive;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Embedded.Tests;

/// <summary>The single-process host with what a test puts into it.</summary>
internal sealed class EmbeddedHost(ServiceProvider services) : IRunningHost
{
    public IJarvis Jarvis { get; } = services.GetRequiredService<IJarvis>();

    internal ConversationImporter Importer { get; } = services.GetRequiredService<ConversationImporter>();

    internal IActorDirectory Actors { get; } = services.GetRequiredService<IActorDirectory>();

    public static Task<IRunningHost> StartAsync(HostSetup setup, Action<EmbeddedOptions>? configure = null)
    {
        var services = new ServiceCollection();
        setup.AddTo(services);
        services.AddJarvis(configure);
        return Task.FromResult<IRunningHost>(new EmbeddedHost(services.BuildServiceProvider(validateScopes: true)));
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
