using System.Net;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Orleans.Tests.Postgres;
using Xunit.Abstractions;

namespace Jarvis.Orleans.Tests.Silos;

/// <summary>Processes, a real database and sockets: what people run.</summary>
[Collection(PostgresGroup.Name)]
public sealed class SiloProcessTests(PostgresServer server, ITestOutputHelper output)
{
    [Fact]
    public async Task A_silo_without_its_settings_says_which_are_missing_and_ends()
    {
        var (code, said) = await SiloProcess.RunAsync(new Dictionary<string, string>());

        Assert.Equal(2, code);
        Assert.Contains("Set Jarvis__Silo__Database to a PostgreSQL connection string", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_silo_says_that_it_is_ready_answers_and_ends_in_peace_when_it_is_told_to()
    {
        await using var cluster = await SiloCluster.StartAsync(server, output, silos: 1);
        using var http = new HttpClient();
        var ready = await http.GetAsync(new Uri(cluster.Silos[0].Health, "/health/ready"));
        var jarvis = await cluster.ConnectAsync();
        var turn = new AskedTurn(jarvis, "c");

        var models = await jarvis.ListModelsAsync(default);
        await turn.RunAsync(new TurnRequest("What time is it?"), default);
        var code = await cluster.StopAsync();

        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.NotEmpty(models);
        Assert.IsType<TurnFinished>(turn.Events[^1]);
        Assert.Equal(0, code);
    }
}
