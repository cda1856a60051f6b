using Jarvis.Errors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

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

    internal JarvisHost(IJarvis jarvis, IAsyncDisposable? services = null, IReadOnlyList<IHostedService>? started = null)
    {
        Jarvis = jarvis;
        _services = services;
        _started = started ?? [];
    }

    internal IJarvis Jarvis { get; }

    internal static async Task<JarvisHost> StartAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => AddLogs(logging, settings));
        AddParts(services);

        var provider = services.BuildServiceProvider();
        var started = new List<IHostedService>();
        try
        {
            foreach (var service in provider.GetServices<IHostedService>())
            {
                await service.StartAsync(cancellationToken).ConfigureAwait(false);
                started.Add(service);
            }

            var jarvis = provider.GetService<IJarvis>()
                ?? throw Error.ModelUnavailable("This build of jarvis has no engine in it. Build it with Jarvis.Embedded registered.");
            return new JarvisHost(jarvis, provider, started);
        }
        catch
        {
            await new JarvisHost(null!, provider, started).DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        foreach (var service in _started.Reverse())
        {
            await service.StopAsync(limit.Token).ConfigureAwait(false);
        }

        if (_services is not null)
        {
            await _services.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static void AddParts(IServiceCollection services) => services
        .AddFileResources()
        .AddProcessModels()
        .AddOnnxModels()
        .AddJarvis();

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
