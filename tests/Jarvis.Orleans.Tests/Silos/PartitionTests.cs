using Jarvis.Orleans.Tests.Postgres;
using Xunit.Abstractions;

namespace Jarvis.Orleans.Tests.Silos;

/// <summary>Silos that do not hear each other for half a minute, while all of them reach the database.</summary>
[Collection(PostgresGroup.Name)]
public sealed class PartitionTests(PostgresServer server, ITestOutputHelper output)
{
    private const int Users = 6;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    [PartitionFact]
    public Task A_silo_that_nobody_hears_is_put_out_and_ends_and_its_turns_go_on() => PartitionAsync(network => network.Cut(0), left: 2);

    [PartitionFact]
    public Task Two_silos_that_only_the_third_hears_both_stay_and_turns_end() => PartitionAsync(network => network.Separate(0, 1), left: 3);

    private async Task PartitionAsync(Action<SiloNetwork> part, int left)
    {
        using var network = new SiloNetwork(3);
        await using var cluster = new SiloCluster(server, output);
        for (var number = 0; number < 3; number++)
        {
            await cluster.AddAsync(network.Place(number));
        }

        using var load = await TurnLoad.StartAsync(await cluster.ConnectAsync(), Users);
        await load.EndedAsync(2 * Users);

        var began = TimeProvider.System.GetUtcNow();
        part(network);
        await Task.Delay(Duration, TimeProvider.System);
        network.Heal();
        var healed = TimeProvider.System.GetUtcNow();
        await load.EndedAsync(3 * Users);
        var turns = await load.StopAsync();

        output.WriteLine($"While it lasted: {turns.Describe(began, healed)}");
        output.WriteLine($"After it: {turns.Describe(healed, DateTimeOffset.MaxValue)}");
        Assert.Equal(left, cluster.Silos.Count(silo => !silo.Ended.IsCompleted));
        await turns.AssertWholeAsync();
    }
}
