using Jarvis.Orleans.Tests.Postgres;
using Xunit.Abstractions;

namespace Jarvis.Orleans.Tests.Silos;

/// <summary>Silos of an earlier build and of this one in one cluster.</summary>
[Collection(PostgresGroup.Name)]
public sealed class UpgradeTests(PostgresServer server, ITestOutputHelper output)
{
    private const int Users = 6;

    /// <summary><c>JARVIS_CLUSTER_PREVIOUS</c> names the program of the earlier build.</summary>
    [UpgradeFact]
    public async Task A_cluster_is_upgraded_silo_by_silo_while_it_works_and_nothing_is_lost()
    {
        await using var cluster = new SiloCluster(server, output);
        for (var number = 0; number < 3; number++)
        {
            await cluster.AddAsync(new SiloPlace { Program = UpgradeFactAttribute.Previous! });
        }

        using var load = await TurnLoad.StartAsync(await cluster.ConnectAsync(), Users);
        await load.EndedAsync(2 * Users);
        var began = TimeProvider.System.GetUtcNow();
        for (var number = 0; number < 3; number++)
        {
            await cluster.AddAsync();
            await load.EndedAsync(2 * Users);
            Assert.Equal(0, await cluster.StopAsync());
            await load.EndedAsync(2 * Users);
        }

        var turns = await load.StopAsync();

        output.WriteLine(turns.Describe(began, DateTimeOffset.MaxValue));
        await turns.AssertWholeAsync();
    }
}
