using System.Globalization;
using Jarvis.Orleans.Tests.Postgres;

namespace Jarvis.Orleans.Tests.Silos;

/// <summary>A fact about a cluster that parts of fail while it works, on a real PostgreSQL; takes minutes, and so runs when it is asked for.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class KillFactAttribute : FactAttribute
{
    public KillFactAttribute() => Skip = PostgresServer.Missing
        ?? (Turns > 0 ? null : "Kills what a cluster is made of, for minutes; run deploy/test.sh cluster, or set JARVIS_CLUSTER_TURNS to how many turns.");

    /// <summary>How many turns are in flight when silos are killed; 0 where nobody asked for that.</summary>
    internal static int Turns => int.Parse(Environment.GetEnvironmentVariable("JARVIS_CLUSTER_TURNS") ?? "0", CultureInfo.InvariantCulture);
}
