using System.Collections.Immutable;
using Jarvis.Models;
using Microsoft.Extensions.Logging;

namespace Jarvis.Orleans;

/// <summary>Asks the silos which models they have.</summary>
/// <param name="own">Those of this silo.</param>
/// <param name="grains">Finds the others' lists.</param>
/// <param name="oracle">Knows the silos.</param>
/// <param name="logger">Told of silos that do not answer.</param>
internal sealed partial class ClusterModels(SiloModels own, IGrainFactory grains, ISiloStatusOracle oracle, ILogger<ClusterModels> logger)
{
    /// <summary>What all silos say now. One that does not answer is left out.</summary>
    internal async Task<ClusterSnapshot> AskAsync(CancellationToken cancellationToken)
    {
        var silos = oracle.GetApproximateSiloStatuses(onlyActive: true).Keys.OrderByDescending(silo => silo.Equals(oracle.SiloAddress)).ToList();
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
            return await grains.GetGrain<ISiloModelsGrain>(silo.ToParsableString()).ListAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (ClusterFaults.IsPassing(exception))
        {
            LogNoAnswer(silo, exception);
            return [];
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Silo} does not say which models it has; they are left out.")]
    private partial void LogNoAnswer(SiloAddress silo, Exception exception);
}
