using Jarvis.Actors;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations.Archive;
using Jarvis.Models;
using Jarvis.Resources;
using Microsoft.Extensions.AI;
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
        foreach (var (role, model) in setup.LanguageModels)
        {
            services.AddKeyedSingleton<IChatClient>(role, model);
        }

        _ = setup.LanguageModels.IsEmpty
            ? services.AddSingleton(setup.Planner).AddSingleton(setup.Answerer)
            : services.AddLanguageModelControl();
        if (setup.Summarizer is { } summarizer)
        {
            services.AddSingleton(summarizer);
        }

        if (setup.Fetcher is { } fetcher)
        {
            services.AddSingleton(fetcher);
        }

        services
            .AddSingleton(setup.Time)
            .AddSingleton(setup.Runner)
            .AddSingleton(setup.Retry)
            .AddSingleton(setup.State)
            .AddSingleton<IModelSource>(new ListedModels(setup.Cards))
            .AddSingleton(provider => setup.Resources(provider.GetRequiredService<IStorageQuota>()))
            .Configure(setup.Conversations)
            .Configure(setup.Engine)
            .Configure(setup.LanguageModel)
            .Configure(setup.Tenants)
            .AddJarvis(configure);
        return Task.FromResult<IRunningHost>(new EmbeddedHost(services.BuildServiceProvider(validateScopes: true)));
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
