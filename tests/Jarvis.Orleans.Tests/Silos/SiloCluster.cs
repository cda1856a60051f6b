using Jarvis.Orleans.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit.Abstractions;

namespace Jarvis.Orleans.Tests.Silos;

/// <summary>Silos that are processes, a client of theirs, and the folder that they share.</summary>
/// <param name="server">Their database.</param>
/// <param name="output">Takes what silos said last.</param>
internal sealed class SiloCluster(PostgresServer server, ITestOutputHelper output) : IAsyncDisposable
{
    private const int LastSaid = 2000;

    private readonly DirectoryInfo _resources = Directory.CreateTempSubdirectory("jarvis-resources-");
    private readonly List<SiloProcess> _started = [];
    private readonly List<IHost> _clients = [];
    private readonly Dictionary<string, string> _settings = new() { ["ClusterId"] = Guid.NewGuid().ToString("N"), ["ServiceId"] = Guid.NewGuid().ToString("N") };

    /// <summary>Those that run, the oldest first.</summary>
    internal List<SiloProcess> Silos { get; } = [];

    private Dictionary<string, string> Settings => new(_settings) { ["Database"] = server.ConnectionString, ["Resources"] = _resources.FullName };

    internal static async Task<SiloCluster> StartAsync(PostgresServer server, ITestOutputHelper output, int silos)
    {
        var cluster = new SiloCluster(server, output);
        for (var number = 0; number < silos; number++)
        {
            await cluster.AddAsync();
        }

        return cluster;
    }

    /// <summary>One more silo, once it is among the others.</summary>
    internal async Task<SiloProcess> AddAsync(SiloPlace? place = null)
    {
        var silo = await SiloProcess.StartAsync(Settings, place);
        _started.Add(silo);
        Silos.Add(silo);
        return silo;
    }

    /// <summary>Kills the oldest.</summary>
    /// <returns>When.</returns>
    internal async Task<DateTimeOffset> KillAsync()
    {
        var killed = TimeProvider.System.GetUtcNow();
        await Silos[0].KillAsync();
        Silos.RemoveAt(0);
        return killed;
    }

    /// <summary>Asks the oldest to end, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    internal async Task<int> StopAsync()
    {
        var oldest = Silos[0];
        Silos.RemoveAt(0);
        return await oldest.StopAsync();
    }

    /// <summary>A client of its own.</summary>
    internal async Task<IJarvis> ConnectAsync()
    {
        var client = await ClusterClient.StartAsync(Settings);
        _clients.Add(client);
        return client.Services.GetRequiredService<IJarvis>();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.StopAsync();
            client.Dispose();
        }

        foreach (var silo in _started)
        {
            await silo.DisposeAsync();
            output.WriteLine(silo.Output[Math.Max(0, silo.Output.Length - LastSaid)..]);
        }

        _resources.Delete(recursive: true);
    }
}
