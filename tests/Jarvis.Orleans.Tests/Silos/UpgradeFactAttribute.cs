using Jarvis.Orleans.Tests.Postgres;

namespace Jarvis.Orleans.Tests.Silos;

/// <summary>A fact about silos of another build beside those of this one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UpgradeFactAttribute : FactAttribute
{
    public UpgradeFactAttribute() => Skip = PostgresServer.Missing
        ?? (Previous is null ? "Needs an earlier build; run deploy/test.sh cluster upgrade, or set JARVIS_CLUSTER_PREVIOUS to its jarvis-silo.dll." : null);

    /// <summary>The program of an earlier build; null where nobody named one.</summary>
    internal static string? Previous => Environment.GetEnvironmentVariable("JARVIS_CLUSTER_PREVIOUS");
}
