using Jarvis.Actors;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Tasks;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Jarvis.Orleans;

/// <summary>
/// The address of a model: hands its jobs to the engine of the silo that it is on. It stays there, since what it has loaded is there; how many
/// requests wait is the engine's to bound.
/// </summary>
/// <param name="engine">Runs the models of this silo.</param>
/// <param name="placement">Knows where it may be.</param>
/// <param name="actors">Finds the tasks to report to.</param>
/// <param name="logger">Told of faults.</param>
[GrainType("model"), Reentrant, KeepAlive, Immovable, HardwareFilter]
internal sealed class ModelGrain(IModelEngine engine, ClusterPlacement placement, IActorDirectory actors, ILogger<ModelActor> logger) : Grain, IModelGrain
{
    private ModelId _id;
    private ModelActor _actor = null!;
    private bool _isSecondBest;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = ModelId.Parse(this.GetPrimaryKeyString());
        _actor = new ModelActor(_id, engine, actors, logger);
        _isSecondBest = placement.IsSecondBestHere(_id);
        return Task.CompletedTask;
    }

    public Task EnqueueAsync(ModelJob job, CancellationToken cancellationToken)
    {
        if (_isSecondBest && placement.IsBetterElsewhere(_id))
        {
            // What is queued here is done here; the next job finds the silo that has come.
            DeactivateOnIdle();
        }

        return _actor.EnqueueAsync(job, cancellationToken);
    }

    public Task CancelAsync(AttemptId attempt, CancellationToken cancellationToken) => _actor.CancelAsync(attempt, cancellationToken);
}
