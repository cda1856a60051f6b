using System.Collections.Immutable;
using Jarvis.Conformance;
using Jarvis.Conformance.Hosts;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis.Benchmarks.Http;

/// <summary>The gateway on a free port in front of the embedded host, around a model that does nothing, with a key as callers have it.</summary>
internal sealed class HttpHost : IAsyncDisposable
{
    internal const string TaskType = TaskTypes.TextGeneration;

    private readonly WebApplication _app;

    private HttpHost(WebApplication app, string key) => (_app, Key) = (app, key);

    internal static PlannedTask Noop { get; } = new(0, TaskType) { Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument("go")) };

    /// <summary>The host, in this process.</summary>
    internal IJarvis Jarvis => _app.Services.GetRequiredService<IJarvis>();

    internal Uri Address => LoopbackServer.AddressOf(_app);

    internal string Key { get; }

    /// <param name="plan">Says how requests are planned; null for one task that does nothing.</param>
    internal static async Task<HttpHost> StartAsync(Action<IServiceCollection>? plan = null)
    {
        var runner = new ScriptedRunner((_, _, _) => Task.FromResult(ModelOutcome.Success(ModelOutput.FromText("text", "done"))));
        var builder = LoopbackServer.NewBuilder();
        if (plan is null)
        {
            builder.Services.AddSingleton<IPlanner>(new ScriptedPlanner(Noop));
        }

        plan?.Invoke(builder.Services);
        builder.Services
            .AddSingleton<IModelRunner>(runner)
            .AddSingleton<IModelSource>(new ListedModels([ListedModels.Card("noop", TaskType) with { Concurrency = 1000, Quality = 1 }]))
            .AddSingleton<IResourceStore>(_ => new InMemoryResourceStore())
            .Configure<TenantOptions>(tenants => (tenants.MaxTurnsPerMinute, tenants.MaxTurnsPerDay, tenants.MaxTasksInFlight) = (null, null, null))
            .AddJarvis()
            .AddJarvisGateway(gateway => gateway.RequestsPerMinute = 10_000_000);
        var app = builder.Build();
        app.MapJarvisGateway();
        await app.StartAsync();
        var issued = await app.Services.GetRequiredService<ICallerKeys>().CreateAsync(TenantId.Local, new CallerKeyRequest("benchmark", [KeyScope.Read, KeyScope.Use]), default);
        return new(app, issued.Reveal());
    }

    /// <summary>The client library, as an app has it. Whoever asks for it disposes of it.</summary>
    internal ServiceProvider NewClient()
    {
        var services = new ServiceCollection();
        services.AddJarvisClient(options => (options.Address, options.Key) = (Address, Key));
        return services.BuildServiceProvider();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
