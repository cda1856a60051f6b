using System.Collections.Immutable;
using Jarvis.Models;
using Microsoft.Extensions.Logging;

namespace Jarvis.Orleans;

/// <summary>The models of all silos: a card that several have counts where it runs, or where it can.</summary>
/// <param name="grains">Finds the silos' lists.</param>
/// <param name="oracle">Knows the silos.</param>
/// <param name="logger">Told of silos that do not answer.</param>
internal sealed partial class ClusterModels(IGrainFactory grains, ISiloStatusOracle oracle, ILogger<ClusterModels> logger)
{
    /// <summary>The models, each once, in the order of their ids. A silo that does not answer is left out.</summary>
    internal async Task<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(oracle.GetApproximateSiloStatuses(onlyActive: true).Keys.Select(silo => ListAsync(silo, cancellationToken)))
            .ConfigureAwait(false);
        return [.. lists.SelectMany(list => list).GroupBy(model => model.Card.Id, (_, of) => of.MaxBy(Rank)!).OrderBy(model => model.Card.Id.Value, StringComparer.Ordinal)];
    }

    /// <summary>How much a silo's word counts of a model that others know too.</summary>
    private static int Rank(ModelStatus model) => (model.IsAvailable ? 2 : 0) + (model.Replicas.IsEmpty ? 0 : 1);

    private async Task<ImmutableArray<ModelStatus>> ListAsync(SiloAddress silo, CancellationToken cancellationToken)
    {
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
