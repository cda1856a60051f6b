using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Jarvis.Silo;

/// <summary>Whether the silo is among the others and takes work: not before it has joined, nor once it stops.</summary>
/// <param name="oracle">Knows the silos.</param>
/// <param name="lifetime">Knows when it stops.</param>
internal sealed class SiloReadiness(ISiloStatusOracle oracle, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("It stops.")
        : oracle.CurrentStatus == SiloStatus.Active ? HealthCheckResult.Healthy()
        : HealthCheckResult.Unhealthy($"It is {oracle.CurrentStatus}."));
}
