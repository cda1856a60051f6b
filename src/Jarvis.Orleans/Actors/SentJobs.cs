using System.Collections.Concurrent;
using Jarvis.Actors;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Tasks;
using Microsoft.Extensions.Logging;

namespace Jarvis.Orleans;

/// <summary>
/// The jobs that a task has with models and has not heard the end of. When a silo is gone they are sent again: to a model that was elsewhere the
/// same attempt is no second job, and one that was on that silo runs it anew. Thread-safe.
/// </summary>
/// <param name="actors">Finds the others.</param>
/// <param name="logger">Told of what could not be sent.</param>
internal sealed class SentJobs(IActorDirectory actors, ILogger logger) : IActorDirectory
{
    private readonly ConcurrentDictionary<AttemptId, (ModelId Model, ModelJob Job)> _jobs = new();
    private readonly Outbox _outbox = new(logger);

    private IActorDirectory Actors { get; } = actors;

    public IConversationActor Conversation(ConversationId id) => Actors.Conversation(id);

    public ITaskActor Task(TaskId id) => Actors.Task(id);

    public IModelActor Model(ModelId id) => new WatchedModel(id, this);

    /// <summary>Takes note of what a model tells.</summary>
    internal void Take(AttemptReport report)
    {
        if (report is AttemptSucceeded or AttemptFailed)
        {
            _jobs.TryRemove(report.Id, out _);
        }
    }

    /// <summary>Sends again what has not ended.</summary>
    internal void SendAgain()
    {
        foreach (var (attempt, (model, job)) in _jobs)
        {
            _outbox.Post(
                () => Actors.Model(model).EnqueueAsync(job, CancellationToken.None),
                failed => _outbox.Post(() => Actors.Task(attempt.Task).ReportAttemptAsync(new AttemptFailed(attempt, Error.From(failed)), CancellationToken.None)));
        }
    }

    private sealed class WatchedModel(ModelId id, SentJobs sent) : IModelActor
    {
        public async Task EnqueueAsync(ModelJob job, CancellationToken cancellationToken)
        {
            // Before it is sent: its end may be told before this call is answered.
            sent._jobs[job.Id] = (id, job);
            try
            {
                await sent.Actors.Model(id).EnqueueAsync(job, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                sent._jobs.TryRemove(job.Id, out _);
                throw;
            }
        }

        public Task CancelAsync(AttemptId attempt, CancellationToken cancellationToken)
        {
            sent._jobs.TryRemove(attempt, out _);
            return sent.Actors.Model(id).CancelAsync(attempt, cancellationToken);
        }
    }
}
