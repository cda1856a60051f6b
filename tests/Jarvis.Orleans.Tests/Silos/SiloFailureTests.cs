using Jarvis.Orleans.Tests.Postgres;
using Xunit.Abstractions;

namespace Jarvis.Orleans.Tests.Silos;

/// <summary>Silos that are killed, or replaced in peace, while they work.</summary>
[Collection(PostgresGroup.Name)]
public sealed class SiloFailureTests(PostgresServer server, ITestOutputHelper output)
{
    private const int Users = 6;
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Three silos work on turns of two tasks each; one after the other two of them are killed and another joins, and the database is restarted.
    /// <c>JARVIS_CLUSTER_TURNS</c> sets how many turns.
    /// </summary>
    [KillFact]
    public async Task Turns_in_flight_all_end_whole_though_silos_are_killed_and_the_database_is_restarted()
    {
        await using var cluster = await SiloCluster.StartAsync(server, output, silos: 3);
        using var load = await TurnLoad.StartAsync(await cluster.ConnectAsync(), users: KillFactAttribute.Turns, KillFactAttribute.Turns);

        await load.EndedAsync(KillFactAttribute.Turns / 4);
        var first = await cluster.KillAsync();
        await cluster.AddAsync();
        server.Restart();
        var second = await cluster.KillAsync();
        var turns = await load.WaitAsync();

        var last = turns.Max(turn => turn.Events[^1].At);
        output.WriteLine($"First kill: {turns.Describe(first, second)}");
        output.WriteLine($"Second kill: {turns.Describe(second, last)}");
        Assert.All(turns, turn => turn.AssertWhole());
        Assert.Contains(turns, turn => turn.ResumedAfter(first, last) is not null);
    }

    [KillFact]
    public async Task One_of_three_silos_is_killed_every_half_minute_and_nobody_waits_longer_than_is_promised()
    {
        await using var cluster = await SiloCluster.StartAsync(server, output, silos: 3);
        var jarvis = await cluster.ConnectAsync();
        using var load = await TurnLoad.StartAsync(jarvis, Users);
        await load.EndedAsync(2 * Users);
        var kills = new List<DateTimeOffset>();
        for (var number = 0; number < 4; number++)
        {
            var next = Task.Delay(BetweenKills, TimeProvider.System);
            kills.Add(await cluster.KillAsync());
            await cluster.AddAsync();
            await next;
        }

        var turns = await load.StopAsync();

        kills.ForEach(killed => output.WriteLine($"A kill: {turns.Describe(killed, killed + BetweenKills)}"));
        await turns.AssertWholeAsync();
        Assert.All(kills, killed => Assert.InRange(turns.LongestSilence(killed, killed + BetweenKills), TimeSpan.Zero, Promised));
    }

    [PostgresFact]
    public Task A_silo_is_replaced_and_no_request_fails() => RollAsync(silos: 2, replaced: 1);

    [KillFact]
    public Task All_silos_are_replaced_and_no_request_fails() => RollAsync(silos: 3, replaced: 3);

    private async Task RollAsync(int silos, int replaced)
    {
        await using var cluster = await SiloCluster.StartAsync(server, output, silos);
        using var load = await TurnLoad.StartAsync(await cluster.ConnectAsync(), Users);
        await load.EndedAsync(Users);
        var began = TimeProvider.System.GetUtcNow();
        var codes = new List<int>();
        for (; replaced > 0; replaced--)
        {
            await cluster.AddAsync();
            codes.Add(await cluster.StopAsync());
        }

        await load.EndedAsync(Users);
        var turns = await load.StopAsync();

        output.WriteLine(turns.Describe(began, TimeProvider.System.GetUtcNow()));
        Assert.All(codes, code => Assert.Equal(0, code));
        Assert.Empty(turns.SelectMany(turn => turn.Refusals));
        await turns.AssertWholeAsync();
    }
}
