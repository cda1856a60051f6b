using System.Collections;
using Jarvis.Cli.Commands;
using Jarvis.Conversations;
using Jarvis.Conversations.Archive;
using Jarvis.Errors;
using Jarvis.LanguageModels;
using Jarvis.Models.Cards;
using Jarvis.Models.Onnx;
using Jarvis.Models.Remote.Health;
using Jarvis.Models.Remote.OpenAI;
using Jarvis.Models.Remote.Settings;
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
    private const string AtHuggingFace =
        "it runs at Hugging Face, which is used only when you ask for it: set HF_TOKEN and give --remote; what it works on is sent there.";

    private const string AtServer = "it runs at an OpenAI-compatible server; name that one under Jarvis:Remote:OpenAI.";

    private const string AtJarvis = "it runs at another Jarvis; name that one under Jarvis:Remote:Jarvis.";

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
        IRemoteServers? remote = null,
        ConversationImporter? importer = null)
    {
        Jarvis = jarvis;
        LanguageModels = languageModels;
        Devices = devices;
        Remote = remote;
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

    /// <summary>Null where none are used.</summary>
    internal IRemoteServers? Remote { get; }

    /// <summary>Null where conversations are not kept.</summary>
    internal ConversationImporter? Importer { get; }

    /// <summary>A part of the host, for commands that look after it.</summary>
    internal T Part<T>()
        where T : notnull => _parts is null ? throw new InvalidOperationException("The host has no parts.") : _parts.GetRequiredService<T>();

    internal static async Task<JarvisHost> StartAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => AddLogs(logging, settings));
        var environment = AddTo(services, settings, Said());

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
                provider.GetService<IRemoteServers>(),
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

    /// <summary>Adds the parts to those of a server, which starts and stops them.</summary>
    /// <returns>What is said of language models.</returns>
    internal static LanguageModelEnvironment AddTo(IServiceCollection services, HostSettings settings, IReadOnlyList<KeyValuePair<string, string?>> said)
    {
        var environment = new LanguageModelEnvironment(said);
        AddParts(services, settings, environment, new RemoteSettings(said));
        return environment;
    }

    /// <summary>What the user's file says, then what the environment says, which counts before it.</summary>
    internal static List<KeyValuePair<string, string?>> Said() =>
    [
        .. SettingsFile.Read(SettingsFile.DefaultPath(Environment.GetEnvironmentVariable)),
        .. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value)),
    ];

    private static void AddParts(IServiceCollection services, HostSettings settings, LanguageModelEnvironment environment, RemoteSettings remote)
    {
        if (environment.SaysAnything)
        {
            services.AddSingleton(environment).AddLanguageModel();
        }

        var folder = DataFolder.Of(Environment.GetEnvironmentVariable);
        AddState(services, settings.State, folder);
        services.AddFileResources(options => options.Directory = folder.Resources)
            .AddGuardedFetcher()
            .AddProcessModels()
            .AddOnnxModels(KeepProfiles)
            .AddModelIsolation(ModelWorkerCommand.Configure)
            .AddJarvis(options => options.ResumeOnStart = settings.Resumes);
        AddRemote(services, settings, remote);
        services.AddModelCards(cards =>
        {
            cards.Watch = settings.IsLong;
            cards.MissingRunners["huggingface"] = AtHuggingFace;
            cards.MissingRunners["openai"] = AtServer;
            cards.MissingRunners["jarvis"] = AtJarvis;
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

    private static void KeepProfiles(OnnxOptions options) => options.ProfilesFile =
        Path.Combine(CardFolderOptions.HomeDirectory(Environment.GetEnvironmentVariable), "onnx-profiles.json");

    /// <summary>A server that the user names in a setting of ours may be used. A token that other programs have set too is no such leave.</summary>
    private static void AddRemote(IServiceCollection services, HostSettings settings, RemoteSettings remote)
    {
        if (settings.Remote && string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("HF_TOKEN")))
        {
            throw Error.InvalidRequest("--remote needs a token of Hugging Face in the environment variable HF_TOKEN; make one under your account's settings.");
        }

        if (settings.Remote || remote.SaysAnything)
        {
            services.AddRemoteModels(options =>
            {
                options.HuggingFace.Token = settings.Remote ? options.HuggingFace.Token : null;
                options.HuggingFace.WithoutToken = AtHuggingFace;
                remote.Apply(options);
            });
        }
    }

    internal static void AddLogs(ILoggingBuilder logging, HostSettings settings)
    {
        if (settings.Logs is null)
        {
            logging.SetMinimumLevel(LogLevel.None);
            return;
        }

        logging.SetMinimumLevel(settings.LogLevel);
        logging.AddProvider(settings.Logs);
    }
}
