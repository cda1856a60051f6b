using Jarvis.Orleans.Tests.Postgres;
using Xunit.Abstractions;

namespace Jarvis.Orleans.Tests.Silos;

/// <summary>A database that does not answer for a minute, while silos work.</summary>
[Collection(PostgresGroup.Name)]
public sealed class DatabaseFailureTests(PostgresServer server, ITestOutputHelper output)
{
    private const int Users = 6;
    private static readonly TimeSpan Outage = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    [KillFact]
    public Task A_database_that_stands_still_for_a_minute_loses_nothing_and_turns_go_on_when_it_does() => OutageAsync(server.Freeze, server.Thaw);

    [KillFact]
    public Task A_database_that_is_gone_for_a_minute_loses_nothing_and_turns_go_on_when_it_is_back() => OutageAsync(server.Stop, server.Begin);

    private async Task OutageAsync(Action begin, Action end)
    {
        await using var cluster = await SiloCluster.StartAsync(server, output, silos: 3);
        using var load = await TurnLoad.StartAsync(await cluster.ConnectAsync(), Users);
        await load.EndedAsync(2 * Users);

        var began = TimeProvider.System.GetUtcNow();
        begin();
        await Task.Delay(Outage, TimeProvider.System);
        end();
        var back = TimeProvider.System.GetUtcNow();
        await load.EndedAsync(3 * Users);
        var turns = await load.StopAsync();

        output.WriteLine($"While it lasted: {turns.Describe(began, back)}");
        output.WriteLine($"After it: {turns.Describe(back, DateTimeOffset.MaxValue)}");
        Assert.Equal(3, cluster.Silos.Count(silo => !silo.Ended.IsCompleted));
        await turns.AssertWholeAsync();
        Assert.InRange(turns.LongestSilence(back, DateTimeOffset.MaxValue), TimeSpan.Zero, Promised);
    }
}
