using Jarvis.Cli.Commands;
using Jarvis.Conversations;
using Jarvis.Conversations.Archive;
using Jarvis.Errors;
using Jarvis.LanguageModels;
using Jarvis.Models.Remote.OpenAI;
using Jarvis.Placement;
using Jarvis.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jarvis.Cli.Hosting;

/// <summary>
/// The one place where the parts are joined: the embedded host, its storage and its models. A plain service collection, because the generic
/// host's configuration and file watching would cost more than all the rest of a start.
/// </summary>
internal sealed class JarvisHost : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly IAsyncDisposable? _services;
    private readonly IReadOnlyList<IHostedService> _started;

    /// <summary>The rest, for commands that look after the host; null where there is none.</summary>
    private readonly IServiceProvider? _parts;

    internal JarvisHost(
        IJarvis jarvis,
        IAsyncDisposable? services = null,
        IReadOnlyList<IHostedService>? started = null,
        ILanguageModels? languageModels = null,
        IDeviceInventory? devices = null,
        ConversationImporter? importer = null)
    {
        Jarvis = jarvis;
        LanguageModels = languageModels;
        Devices = devices;
        Importer = importer;
        _services = services;
        _parts = services as IServiceProvider;
        _started = started ?? [];
    }

    internal IJarvis Jarvis { get; }

    /// <summary>Null where the environment names none.</summary>
    internal ILanguageModels? LanguageModels { get; }

    /// <summary>Null where it is not known.</summary>
    internal IDeviceInventory? Devices { get; }

    /// <summary>Null where conversations are not kept.</summary>
    internal ConversationImporter? Importer { get; }

    /// <summary>A part of the host, for commands that look after it.</summary>
    internal T Part<T>()
        where T : notnull => _parts is null ? throw new InvalidOperationException("The host has no parts.") : _parts.GetRequiredService<T>();

    internal static async Task<JarvisHost> StartAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => AddLogs(logging, settings));
        var environment = LanguageModelEnvironment.OfThisProcess();
        AddParts(services, settings, environment);

        var provider = services.BuildServiceProvider();
        var started = new List<IHostedService>();
        try
        {
            provider.GetService<IStartupValidator>()?.Validate();
            foreach (var service in provider.GetServices<IHostedService>())
            {
                await service.StartAsync(cancellationToken).ConfigureAwait(false);
                started.Add(service);
            }

            return new JarvisHost(
                provider.GetRequiredService<IJarvis>(),
                provider,
                started,
                environment.SaysAnything ? provider.GetRequiredService<ILanguageModels>() : null,
                provider.GetRequiredService<IDeviceInventory>(),
                provider.GetRequiredService<ConversationImporter>());
        }
        catch (Exception failed)
        {
            await StopAsync(started, provider).ConfigureAwait(false);
            if (failed is OptionsValidationException invalid)
            {
                throw Error.InvalidRequest($"A setting is wrong: {string.Join(' ', invalid.Failures)}");
            }

            throw;
        }
    }

    public ValueTask DisposeAsync() => StopAsync(_started, _services);

    private static async ValueTask StopAsync(IReadOnlyList<IHostedService> started, IAsyncDisposable? services)
    {
        using var limit = new CancellationTokenSource(StopLimit);
        foreach (var service in started.Reverse())
        {
            await service.StopAsync(limit.Token).ConfigureAwait(false);
        }

        if (services is not null)
        {
            await services.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static void AddParts(IServiceCollection services, HostSettings settings, LanguageModelEnvironment environment)
    {
        if (environment.SaysAnything)
        {
            services.AddSingleton(environment).AddLanguageModel();
        }

        var folder = DataFolder.Of(Environment.GetEnvironmentVariable);
        AddState(services, settings.State, folder);
        services.AddFileResources(options => options.Directory = folder.Resources).AddProcessModels().AddOnnxModels().AddModelIsolation(ModelWorkerCommand.Configure)
            .AddJarvis(options => options.ResumeOnStart = false);
        if (settings.Remote)
        {
            if (string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("HF_TOKEN")))
            {
                throw Error.InvalidRequest("--remote needs a token of Hugging Face in the environment variable HF_TOKEN; make one under your account's settings.");
            }

            services.AddRemoteModels();
        }

        services.AddModelCards(cards =>
        {
            cards.Watch = settings.IsLong;
            cards.MissingRunners["huggingface"] =
                "it runs at Hugging Face, which is used only when you ask for it: set HF_TOKEN and give --remote; what it works on is sent there.";
        });
    }

    private static void AddState(IServiceCollection services, StateUse use, DataFolder folder)
    {
        if (use == StateUse.None)
        {
            return;
        }

        services.AddSqliteState(state =>
        {
            state.Path = folder.State;
            state.Lock = use switch
            {
                StateUse.Work => SqliteLock.Exclusive,
                StateUse.Begin => SqliteLock.Shared,
                _ => SqliteLock.None,
            };
        });
        services.Configure<ConversationOptions>(conversations => conversations.ReadOnly = use is StateUse.Look or StateUse.Keep);
    }

    private static void AddLogs(ILoggingBuilder logging, HostSettings settings)
    {
        if (settings.Logs is null)
        {
            logging.SetMinimumLevel(LogLevel.None);
            return;
        }

        logging.SetMinimumLevel(LogLevel.Debug);
        logging.AddProvider(settings.Logs);
    }
}
