using Jarvis.Tasks;

namespace Jarvis.Actors;

/// <summary>The address of a model's replicas: takes jobs, runs them in batches and reports each to its task. Its key is a <see cref="Identity.ModelId"/>.</summary>
public interface IModelActor
{
    /// <summary>Queues a job and returns; what comes of it is reported to the job's task.</summary>
    /// <param name="job">What to run.</param>
    /// <param name="cancellationToken">Ends the call, not the job.</param>
    /// <exception cref="Errors.JarvisException">
    /// <see cref="Errors.ErrorCode.Overloaded"/> when the queue is full, <see cref="Errors.ErrorCode.ModelUnavailable"/>.
    /// </exception>
    Task EnqueueAsync(ModelJob job, CancellationToken cancellationToken);

    /// <summary>Drops a job from the queue, or ends it as fast as its runner can. Nothing more is reported of it.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task CancelAsync(AttemptId attempt, CancellationToken cancellationToken);
}
