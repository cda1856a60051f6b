using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Tasks;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Jarvis.Orleans;

/// <summary>
/// The address of a model on a silo: hands its jobs to the engine there, and is nowhere else. How many requests wait is the engine's to bound.
/// </summary>
/// <param name="engine">Runs the models of this silo.</param>
/// <param name="taken">The jobs that this silo has not done yet.</param>
/// <param name="local">The actors of this silo.</param>
/// <param name="logger">Told of faults.</param>
[GrainType("model"), Reentrant, KeepAlive, Immovable, HardwareFilter, SiloOfKey]
internal sealed class ModelGrain(IModelEngine engine, TakenJobs taken, LocalActors local, ILogger<ModelActor> logger) : Grain, IModelGrain
{
    private ModelActor _actor = null!;
    private ModelId _id;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = ModelPlace.Parse(this.GetPrimaryKeyString()).Model;
        _actor = new ModelActor(_id, engine, taken, logger);
        local.Enter(_id, this);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        local.Leave(_id, this);
        return Task.CompletedTask;
    }

    public async Task EnqueueAsync(ModelJob job, CancellationToken cancellationToken)
    {
        if (!taken.Begin(job.Id))
        {
            // The same attempt twice is one job, also while this silo stops.
            return;
        }

        try
        {
            await _actor.EnqueueAsync(job, cancellationToken).ConfigureAwait(true);
        }
        catch
        {
            taken.End(job.Id);
            throw;
        }
    }

    public async Task CancelAsync(AttemptId attempt, CancellationToken cancellationToken)
    {
        await _actor.CancelAsync(attempt, cancellationToken).ConfigureAwait(true);
        taken.End(attempt);
    }
}
