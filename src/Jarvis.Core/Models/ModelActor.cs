using Jarvis.Actors;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Tasks;
using Microsoft.Extensions.Logging;

namespace Jarvis.Models;

/// <summary>
/// The queue in front of one model: takes jobs of every conversation, runs them in batches, several at once where the card allows, and
/// reports each to its task. A batch never waits for more jobs to come: it takes those that are there. Called in turns only; batches run
/// outside them.
/// </summary>
public sealed class ModelActor : IModelActor
{
    private readonly ModelId _id;
    private readonly ModelActorServices _services;
    private readonly IActorTurns _turns;
    private readonly BatchExecution _execution;
    private readonly Outbox _outbox;
    private readonly LinkedList<QueuedJob> _queue = [];
    private readonly Dictionary<AttemptId, QueuedJob> _jobs = [];
    private ModelStatus? _status;
    private int _running;

    /// <summary>Creates the actor; it does nothing until it is called.</summary>
    /// <param name="id">Its key.</param>
    /// <param name="services">What it works with.</param>
    /// <param name="turns">Its turns.</param>
    /// <param name="logger">Told of faults.</param>
    public ModelActor(ModelId id, ModelActorServices services, IActorTurns turns, ILogger logger)
    {
        _id = id;
        _services = services;
        _turns = turns;
        _outbox = new Outbox(logger);
        _execution = new BatchExecution(services, Report, logger);
    }

    /// <inheritdoc/>
    public async Task EnqueueAsync(ModelJob job, CancellationToken cancellationToken)
    {
        _status ??= await _services.Catalog.FindAsync(_id, cancellationToken).ConfigureAwait(false)
            ?? throw Error.ModelUnavailable($"There is no model {_id} any more.");
        if (_status.Unavailable is { } reason)
        {
            throw Error.ModelUnavailable($"{_id} cannot run here: {reason}");
        }

        // The same attempt twice is one job: it is queued or running already.
        if (_jobs.ContainsKey(job.Id))
        {
            return;
        }

        if (_queue.Count >= _services.Options.QueueCapacity)
        {
            throw Error.Overloaded($"{_queue.Count:N0} jobs wait for {_id}; try again later.");
        }

        var queued = new QueuedJob(job);
        _jobs.Add(job.Id, queued);
        _queue.AddLast(queued);
        StartBatches(_status.Card);
    }

    /// <inheritdoc/>
    public Task CancelAsync(AttemptId attempt, CancellationToken cancellationToken)
    {
        if (_jobs.Remove(attempt, out var job))
        {
            job.Cancel();
            if (_queue.Remove(job))
            {
                job.Dispose();
            }
        }

        return Task.CompletedTask;
    }

    private void StartBatches(ModelCard card)
    {
        while (_running < card.Concurrency && _queue.Count > 0)
        {
            _running++;
            var batch = TakeBatch(card.MaxBatch);
            _ = RunAsync(card, batch);
        }
    }

    /// <summary>The oldest job and those of its task type that wait behind it.</summary>
    private List<QueuedJob> TakeBatch(int size)
    {
        var batch = new List<QueuedJob>(Math.Min(size, _queue.Count));
        for (var node = _queue.First; node is not null && batch.Count < size;)
        {
            var next = node.Next;
            if (batch.Count == 0 || node.Value.Job.TaskType == batch[0].Job.TaskType)
            {
                batch.Add(node.Value);
                _queue.Remove(node);
            }

            node = next;
        }

        return batch;
    }

    private async Task RunAsync(ModelCard card, List<QueuedJob> batch)
    {
        await _execution.RunAsync(card, batch).ConfigureAwait(false);
        _turns.Post(() =>
        {
            _running--;
            foreach (var job in batch)
            {
                _jobs.Remove(job.Job.Id);
                job.Dispose();
            }

            StartBatches(card);
            return Task.CompletedTask;
        });
    }

    private void Report(AttemptReport report) =>
        _outbox.Post(() => _services.Actors.Task(report.Id.Task).ReportAttemptAsync(report, CancellationToken.None));
}
