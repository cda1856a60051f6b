using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jarvis.Orleans;

/// <summary>
/// Asks the silos which models they have. Who chooses may wait for it, so that no silo is waited for long: of one that does not answer counts what it said before, as
/// while it cannot be found because another is gone that knew where it is. Thread-safe.
/// </summary>
/// <param name="own">Those of this silo.</param>
/// <param name="grains">Finds the others' lists.</param>
/// <param name="oracle">Knows the silos.</param>
/// <param name="delivery">Makes calls again.</param>
/// <param name="time">The clock of messages.</param>
/// <param name="logger">Told of silos that do not answer.</param>
internal sealed partial class ClusterModels(
    SiloModels own,
    IGrainFactory grains,
    ISiloStatusOracle oracle,
    Delivery delivery,
    [FromKeyedServices(TimeProviderNames.Messaging)] TimeProvider time,
    ILogger<ClusterModels> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<SiloAddress, ImmutableArray<ModelStatus>> _said = new();

    /// <summary>What all silos say now.</summary>
    internal async Task<ClusterSnapshot> AskAsync(CancellationToken cancellationToken)
    {
        var silos = oracle.GetApproximateSiloStatuses(onlyActive: true).Keys.OrderByDescending(silo => silo.Equals(oracle.SiloAddress)).ToList();
        foreach (var gone in _said.Keys.Except(silos))
        {
            _said.TryRemove(gone, out _);
        }

        var lists = await Task.WhenAll(silos.Select(async silo => (silo, await ListAsync(silo, cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
        return new(lists);
    }

    private async Task<ImmutableArray<ModelStatus>> ListAsync(SiloAddress silo, CancellationToken cancellationToken)
    {
        if (silo.Equals(oracle.SiloAddress))
        {
            // Its cards stand for themselves: what travels leaves out where their files are.
            return await own.ListAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            var grain = grains.ModelsOf(silo);
            var asking = delivery.CallAsync(() => grain.ListAsync(cancellationToken), ClusterFaults.IsPassing, Patience, cancellationToken);
            return _said[silo] = await asking.WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or JarvisException)
        {
            LogNoAnswer(silo, exception);
            return _said.GetValueOrDefault(silo, []);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Silo} does not say which models it has; what it said before counts.")]
    private partial void LogNoAnswer(SiloAddress silo, Exception exception);
}
