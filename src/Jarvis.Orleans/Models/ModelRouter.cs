using System.Collections.Immutable;
using Jarvis.Actors;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Tasks;
using Microsoft.Extensions.Options;
using Orleans.Metadata;

namespace Jarvis.Orleans;

/// <summary>
/// Brings jobs to the silo that is best for them now. One that is gone, stops or refuses is passed over for the next. Thread-safe.
/// </summary>
/// <param name="placement">Knows which silos may have a model.</param>
/// <param name="loads">Knows how much they have to do.</param>
/// <param name="engine">Runs the models of this silo.</param>
/// <param name="grains">Finds the models of others.</param>
/// <param name="interfaces">Knows how they are called.</param>
/// <param name="local">Finds the models of this silo.</param>
/// <param name="oracle">Knows the silos.</param>
/// <param name="delivery">Makes calls again.</param>
/// <param name="options">When a model is on more silos.</param>
internal sealed class ModelRouter(
    ClusterPlacement placement,
    SiloLoads loads,
    ModelEngine engine,
    IGrainFactory grains,
    GrainInterfaceTypeResolver interfaces,
    LocalActors local,
    ISiloStatusOracle oracle,
    Delivery delivery,
    IOptions<JarvisClusterOptions> options)
{
    /// <summary>So many silos are asked before a job counts as refused.</summary>
    private const int MaxSilos = 3;

    private readonly GrainsByKey<IModelGrain> _models = new(grains, interfaces, ModelPlace.GrainType);

    /// <summary>Sends a job. The same attempt may be run twice where a silo did not answer and is gone.</summary>
    /// <returns>Who has it.</returns>
    /// <exception cref="JarvisException">As <see cref="IModelEngine.EnqueueAsync"/>: every silo that was asked refused, or there is none.</exception>
    internal Task<SiloAddress> SendAsync(ModelId model, ModelJob job, CancellationToken cancellationToken) => delivery.CallAsync(
        () => SendOnceAsync(model, job, cancellationToken), ClusterFaults.IsPassing, Delivery.Patience, cancellationToken);

    /// <summary>Cancels a job where it was sent.</summary>
    internal Task CancelAsync(ModelId model, SiloAddress silo, AttemptId attempt, CancellationToken cancellationToken) => delivery.CallAsync(
        () => IsGone(silo) ? Task.CompletedTask : ActorOf(model, silo).CancelAsync(attempt, cancellationToken),
        ClusterFaults.IsPassing,
        Delivery.Patience,
        cancellationToken);

    /// <summary>Has a model loaded where its next job would go.</summary>
    internal async Task LoadAsync(ModelId model, CancellationToken cancellationToken)
    {
        var (card, silos) = await placement.FindAsync(model, cancellationToken).ConfigureAwait(false);
        await grains.ModelsOf(Rank(card, silos).First()).LoadAsync(model, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has every silo let a model go.</summary>
    internal Task UnloadAsync(ModelId model, CancellationToken cancellationToken) => Task.WhenAll(
        oracle.GetApproximateSiloStatuses(onlyActive: true).Keys.Select(silo => grains.ModelsOf(silo).UnloadAsync(model, cancellationToken)));

    /// <summary>A job has ended where it was sent.</summary>
    internal void Ended(ModelId model, SiloAddress silo) => loads.Ended(silo, model);

    /// <summary>Whether nothing that was sent to a silo will be done.</summary>
    internal bool IsGone(SiloAddress silo) => oracle.GetApproximateSiloStatus(silo) is SiloStatus.Dead or SiloStatus.None;

    private async Task<SiloAddress> SendOnceAsync(ModelId model, ModelJob job, CancellationToken cancellationToken)
    {
        var (card, silos) = await placement.FindAsync(model, cancellationToken).ConfigureAwait(false);
        JarvisException? refused = null;
        Exception? missed = null;
        foreach (var silo in Rank(card, silos).Take(MaxSilos))
        {
            loads.Sent(silo, model);
            try
            {
                await ActorOf(model, silo).EnqueueAsync(job, cancellationToken).ConfigureAwait(false);
                return silo;
            }
            catch (JarvisException refusal) when (refusal.Code is ErrorCode.Overloaded or ErrorCode.ModelUnavailable)
            {
                refused = Sooner(refused, refusal);
            }
            catch (Exception fault) when (fault is SiloStoppingException or SiloUnavailableException or OrleansMessageRejectionException)
            {
                missed = fault;
            }
        }

        throw refused ?? missed!;
    }

    private IEnumerable<SiloAddress> Rank(ModelCard card, ImmutableArray<SiloAddress> silos)
    {
        if (silos.Length == 1)
        {
            return silos;
        }

        var here = oracle.SiloAddress;
        var candidates = loads.Look(card.Id, silos, [.. oracle.GetApproximateSiloStatuses(onlyActive: true).Keys]);
        // Of this silo more is known than it has told.
        candidates = [.. candidates.Select(silo => silo.Silo.Equals(here) ? silo with { Load = engine.ReadLoad(card.Id), Sent = 0 } : silo)];
        // How much a server elsewhere is asked at once is the card's to say, for all silos together.
        TimeSpan? spreadAfter = card.Device == DeviceKind.Remote ? null : engine.Holds(card) ? options.Value.SpreadModelsAfter : TimeSpan.Zero;
        return ModelRouting.Rank(card.Id, candidates, here, spreadAfter);
    }

    /// <summary>Of two refusals the one that says to come again, and sooner.</summary>
    internal static JarvisException Sooner(JarvisException? one, JarvisException other) =>
        one is null || (other.Retryable, -(other.RetryAfter ?? TimeSpan.MaxValue)).CompareTo((one.Retryable, -(one.RetryAfter ?? TimeSpan.MaxValue))) > 0 ? other : one;

    private IModelActor ActorOf(ModelId model, SiloAddress silo) =>
        (silo.Equals(oracle.SiloAddress) ? local.Find(model) : null) ?? _models.Get(new ModelPlace(model, silo).ToString());
}
