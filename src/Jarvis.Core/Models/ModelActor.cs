using Jarvis.Actors;
using Jarvis.Identity;
using Jarvis.Tasks;
using Microsoft.Extensions.Logging;

namespace Jarvis.Models;

/// <summary>The address of a model: hands its jobs to the engine of this process, and what comes of each to its task. Thread-safe.</summary>
public sealed class ModelActor : IModelActor
{
    private readonly ModelId _id;
    private readonly IModelEngine _engine;
    private readonly IActorDirectory _actors;
    private readonly Outbox _outbox;

    /// <summary>Creates the actor; it does nothing until it is called.</summary>
    /// <param name="id">Its key.</param>
    /// <param name="engine">Runs models.</param>
    /// <param name="actors">Finds the tasks to report to.</param>
    /// <param name="logger">Told of faults.</param>
    public ModelActor(ModelId id, IModelEngine engine, IActorDirectory actors, ILogger logger)
    {
        _id = id;
        _engine = engine;
        _actors = actors;
        _outbox = new Outbox(logger);
    }

    /// <inheritdoc/>
    public Task EnqueueAsync(ModelJob job, CancellationToken cancellationToken) =>
        _engine.EnqueueAsync(_id, job, Report, cancellationToken).AsTask();

    /// <inheritdoc/>
    public Task CancelAsync(AttemptId attempt, CancellationToken cancellationToken)
    {
        _engine.Cancel(_id, attempt);
        return Task.CompletedTask;
    }

    private void Report(AttemptReport report) =>
        _outbox.Post(() => _actors.Task(report.Id.Task).ReportAttemptAsync(report, CancellationToken.None));
}
