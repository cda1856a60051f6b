using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Conformance;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.State;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Jarvis.Orleans.Tests.Postgres;

/// <summary>What a cluster makes of what another one left in a real database.</summary>
[Collection(PostgresGroup.Name)]
public sealed class PostgresHostTests(PostgresServer server)
{
    public static TheoryData<string> Recoveries => Specs.Of<HostRecoverySpec>();

    [PostgresTheory]
    [MemberData(nameof(Recoveries))]
    public Task A_cluster_goes_on_from_what_is_in_the_database(string fact) => Specs.RunAsync<HostRecoverySpec>(new Recovery(server), fact);

    [PostgresFact]
    public Task A_turn_is_whole_whichever_write_to_the_database_was_the_last() =>
        new Crash(server).A_turn_is_whole_whichever_write_was_the_last_of_the_host_that_accepted_it();

    [PostgresFact]
    public async Task A_silo_that_stops_leaves_nothing_behind_that_is_not_in_the_database()
    {
        var service = Guid.NewGuid().ToString("N");
        // Time stands still: nothing is written by itself.
        var recorded = await RunTurnAsync(new RecordingStore(await PostgresStore.OpenAsync(server.ConnectionString, service, new FakeTimeProvider())));

        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await using var read = database.CreateCommand($"SELECT GrainTypeString, GrainIdExtensionString, Version FROM OrleansStorage WHERE ServiceId = '{service}'");
        await using var rows = await read.ExecuteReaderAsync();
        var kept = new Dictionary<StateKey, string>();
        while (await rows.ReadAsync())
        {
            kept[StorageKey.Read(rows.GetString(0), rows.GetString(1))] = rows.GetInt32(2).ToString(CultureInfo.InvariantCulture);
        }

        Assert.NotEmpty(recorded.Unflushed);
        Assert.All(recorded.Unflushed, document => Assert.Equal(document.Value, kept[document.Key]));
    }

    /// <summary>One of several writers would find out too late that another was first: whoever adds a kind decides.</summary>
    [Fact]
    public async Task Of_every_document_that_need_not_be_kept_at_once_it_is_known_whether_it_has_one_writer()
    {
        string[] shared = ["open-conversations", "conversation-index", "conversation-index-page"];

        var recorded = await RunTurnAsync(new RecordingStore(new InMemoryStateStore()));

        Assert.Equal(
            ["conversation", "events", "task", "turn"],
            recorded.Unflushed.Keys.Where(key => !shared.Contains(key.Kind)).Select(key => key.Kind).Distinct().Order(StringComparer.Ordinal));
        Assert.All(recorded.Unflushed.Keys, key => Assert.Equal(!shared.Contains(key.Kind), SoleWriter.Of(key) is not null));
        Assert.Equal(
            [$"{TenantId.Local}/c"], recorded.Unflushed.Keys.Where(key => key.Kind is "conversation" or "events" or "turn").Select(SoleWriter.Of).Distinct());
    }

    private static async Task<RecordingStore> RunTurnAsync(RecordingStore store)
    {
        var planner = new ScriptedPlanner(new PlannedTask(0, TaskTypes.TextGeneration) { Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", new TextArgument("say")) });
        var runner = new ScriptedRunner((_, _, _) => Task.FromResult(ModelOutcome.Success(ModelOutput.FromText("text", "done"))));
        await using var host = await ClusterHost.StartAsync(new HostSetup(planner, runner, ListedModels.Card("a", TaskTypes.TextGeneration)) { State = store });
        var receipt = await host.Jarvis.SubmitAsync(new(TenantId.Local, "c"), new TurnRequest("do it"), default);
        await host.Jarvis.ReadToEndAsync(receipt, TimeSpan.FromMinutes(2));
        return store;
    }

    private sealed class Recovery(PostgresServer server) : HostRecoverySpec
    {
        protected override Task<IRunningHost> StartAsync(HostSetup setup) => ClusterHost.StartAsync(setup);

        protected override IStateStore NewStore() => new NewPostgresStore(server);
    }

    private sealed class Crash(PostgresServer server) : HostCrashSpec
    {
        protected override Task<IRunningHost> StartAsync(HostSetup setup) => ClusterHost.StartAsync(setup);

        protected override IStateStore NewStore() => new NewPostgresStore(server);
    }
}
