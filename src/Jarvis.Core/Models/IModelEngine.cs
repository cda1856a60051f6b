using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Tasks;

namespace Jarvis.Models;

/// <summary>Runs the jobs of all models of this process. Thread-safe.</summary>
public interface IModelEngine
{
    /// <summary>Queues a job and returns. The same attempt twice is one job.</summary>
    /// <param name="model">The model.</param>
    /// <param name="job">What to run.</param>
    /// <param name="report">Told what comes of it, in order, at the end whether it went well; nothing once it is cancelled. Returns soon and does not throw.</param>
    /// <param name="cancellationToken">Ends the call, not the job.</param>
    /// <exception cref="Errors.JarvisException">
    /// <see cref="Errors.ErrorCode.Overloaded"/> when a queue is full or the job could not make its deadline,
    /// <see cref="Errors.ErrorCode.ModelUnavailable"/>. Both say when to come again, where that is known.
    /// </exception>
    ValueTask EnqueueAsync(ModelId model, ModelJob job, Action<AttemptReport> report, CancellationToken cancellationToken);

    /// <summary>Drops a job from the queue, or ends it as fast as its runner can. Nothing more is reported of it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="attempt">The job's attempt. One that is not there is ignored.</param>
    void Cancel(ModelId model, AttemptId attempt);

    /// <summary>What of a model is loaded or about to be; empty where nobody has used it.</summary>
    /// <param name="model">The model.</param>
    ImmutableArray<ReplicaStatus> StatusOf(ModelId model);
}
