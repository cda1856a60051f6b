using Jarvis.Orleans.Tests.Postgres;
using Jarvis.Orleans.Tests.Silos;

namespace Jarvis.Orleans.Tests.Operations;

/// <summary>Silos of one role each, as deploy/kubernetes has them.</summary>
[Collection(PostgresGroup.Name)]
public sealed class RoleTests(PostgresServer server) : IDisposable
{
    private readonly DirectoryInfo _resources = Directory.CreateTempSubdirectory("jarvis-resources-");

    public void Dispose() => _resources.Delete(recursive: true);

    [PostgresFact]
    public async Task A_gateway_lets_clients_in_to_a_coordinator_that_does_the_work_and_lets_nobody_in()
    {
        var cluster = new Dictionary<string, string>
        {
            ["ClusterId"] = Guid.NewGuid().ToString("N"),
            ["ServiceId"] = Guid.NewGuid().ToString("N"),
            ["Database"] = server.ConnectionString,
            ["Resources"] = _resources.FullName,
        };
        await using var coordinator = await SiloProcess.StartAsync(With(cluster, "Coordinator"));
        var alone = await SiloCommand.RunAsync(cluster, "ask", "Turn the picture in sign.png by 90 degrees", Path.Combine(AppContext.BaseDirectory, "sign.png"));
        await using var gateway = await SiloProcess.StartAsync(With(cluster, "Gateway"));

        var asked = await SiloCommand.RunAsync(cluster, "ask", "Turn the picture in sign.png by 90 degrees", Path.Combine(AppContext.BaseDirectory, "sign.png"));

        Assert.Equal(2, alone.Code);
        Assert.Contains("No silo of the cluster lets this client in", alone.Error, StringComparison.Ordinal);
        Assert.True(asked.Code == 0, asked.Output + asked.Error);
        Assert.Contains("\"task-succeeded\"", asked.Output, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> With(Dictionary<string, string> cluster, string role) => new(cluster) { ["Roles__0"] = role };
}
