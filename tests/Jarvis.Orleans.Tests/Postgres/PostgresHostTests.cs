using Jarvis.Conformance.Hosts;
using Jarvis.State;

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
