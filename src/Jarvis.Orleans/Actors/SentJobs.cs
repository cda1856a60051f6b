using System.Collections.Concurrent;
using Jarvis.Actors;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Tasks;
using Microsoft.Extensions.Logging;

namespace Jarvis.Orleans;

/// <summary>
/// The jobs that a task has with models and has not heard the end of, and who has each. When a silo is gone, those that it had are sent again: the same
/// attempt, run anew elsewhere. Thread-safe.
/// </summary>
/// <param name="actors">Finds the others.</param>
/// <param name="router">Finds silos for jobs.</param>
/// <param name="logger">Told of what could not be sent.</param>
internal sealed class SentJobs(IActorDirectory actors, ModelRouter router, ILogger logger) : IActorDirectory
{
    private readonly ConcurrentDictionary<AttemptId, Sent> _jobs = new();
    private readonly Outbox _outbox = new(logger);

    private IActorDirectory Actors { get; } = actors;

    private ModelRouter Router { get; } = router;

    public IConversationActor Conversation(ConversationId id) => Actors.Conversation(id);

    public ITaskActor Task(TaskId id) => Actors.Task(id);

    public IModelActor Model(ModelId id) => new RemoteModel(id, this);

    /// <summary>Takes note of what a model tells.</summary>
    internal void Take(AttemptReport report)
    {
        if (report is AttemptSucceeded or AttemptFailed && _jobs.TryRemove(report.Id, out var job) && job.Silo is { } silo)
        {
            Router.Ended(job.Model, silo);
        }
    }

    /// <summary>Sends again what silos had that are gone.</summary>
    internal void SendAgain()
    {
        foreach (var (attempt, sent) in _jobs)
        {
            // One that is being sent finds another silo by itself.
            if (sent.Silo is { } silo && Router.IsGone(silo) && _jobs.TryUpdate(attempt, sent with { Silo = null }, sent))
            {
                _outbox.Post(() => SendAgainAsync(sent with { Silo = null }), failed => Fail(attempt, failed));
            }
        }
    }

    private async Task SendAgainAsync(Sent job)
    {
        var attempt = job.Job.Id;
        if (!_jobs.ContainsKey(attempt))
        {
            return;
        }

        var silo = await SendAsync(job, CancellationToken.None).ConfigureAwait(false);
        if (!_jobs.ContainsKey(attempt))
        {
            // It was cancelled on its way there, or has ended by now: then there is nothing to cancel.
            await Router.CancelAsync(job.Model, silo, attempt, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<SiloAddress> SendAsync(Sent job, CancellationToken cancellationToken)
    {
        try
        {
            var silo = await Router.SendAsync(job.Model, job.Job, cancellationToken).ConfigureAwait(false);
            if (_jobs.TryUpdate(job.Job.Id, job with { Silo = silo }, job))
            {
                // The silo may be gone since, and that was told before it was known who has the job.
                SendAgain();
            }
            else
            {
                // Its end was told before it was known who has it.
                Router.Ended(job.Model, silo);
            }

            return silo;
        }
        catch
        {
            _jobs.TryRemove(job.Job.Id, out _);
            throw;
        }
    }

    private void Fail(AttemptId attempt, Exception failed) =>
        _outbox.Post(() => Actors.Task(attempt.Task).ReportAttemptAsync(new AttemptFailed(attempt, Error.From(failed)), CancellationToken.None));

    private sealed record Sent(ModelId Model, ModelJob Job, SiloAddress? Silo);

    /// <summary>The way to a model, on whichever silo is best.</summary>
    private sealed class RemoteModel(ModelId id, SentJobs sent) : IModelActor
    {
        public Task EnqueueAsync(ModelJob job, CancellationToken cancellationToken)
        {
            var sending = new Sent(id, job, Silo: null);
            // Before it is sent: its end may be told before this call is answered.
            sent._jobs[job.Id] = sending;
            return sent.SendAsync(sending, cancellationToken);
        }

        public async Task CancelAsync(AttemptId attempt, CancellationToken cancellationToken)
        {
            if (sent._jobs.TryRemove(attempt, out var job) && job.Silo is { } silo)
            {
                await sent.Router.CancelAsync(id, silo, attempt, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
