using Jarvis.Orleans.Tests.Postgres;

namespace Jarvis.Orleans.Tests.Silos;

/// <summary>A fact about silos that are killed while they work, on a real PostgreSQL; takes minutes, and so runs when it is asked for.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KillFactAttribute : FactAttribute
{
    public KillFactAttribute() => Skip = PostgresServer.Missing
        ?? (SiloProcessTests.Turns > 0 ? null : "Kills silos for minutes; run deploy/test.sh cluster, or set JARVIS_CLUSTER_TURNS to how many turns.");
}
