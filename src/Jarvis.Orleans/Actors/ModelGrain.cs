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
/// <param name="actors">Finds the tasks to report to.</param>
/// <param name="logger">Told of faults.</param>
[GrainType("model"), Reentrant, KeepAlive, Immovable]
internal sealed class ModelGrain(IModelEngine engine, IActorDirectory actors, ILogger<ModelActor> logger) : Grain, IModelGrain
{
    private ModelActor _actor = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _actor = new ModelActor(ModelId.Parse(this.GetPrimaryKeyString()), engine, actors, logger);
        return Task.CompletedTask;
    }

    public Task EnqueueAsync(ModelJob job, CancellationToken cancellationToken) => _actor.EnqueueAsync(job, cancellationToken);

    public Task CancelAsync(AttemptId attempt, CancellationToken cancellationToken) => _actor.CancelAsync(attempt, cancellationToken);
}
