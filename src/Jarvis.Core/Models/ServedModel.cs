using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Models.Replicas;
using Jarvis.Models.Serving;
using Jarvis.Tasks;

namespace Jarvis.Models;

/// <summary>
/// One model: the queue of its jobs, the replica that runs them, and while its card changes the one that comes after it. A batch never
/// waits for more jobs to come: it takes those that are there. Only touched in the engine's gate.
/// </summary>
internal sealed class ServedModel
{
    private readonly EngineParts _parts;
    private readonly FairQueue<QueuedJob> _queue;
    private readonly Dictionary<AttemptId, QueuedJob> _jobs = [];
    private readonly List<Replica> _retired = [];
    private readonly ModelRecord _record;
    private Replica _current;
    private Replica? _next;

    internal ServedModel(ModelStatus status, EngineParts parts)
    {
        _parts = parts;
        _queue = new FairQueue<QueuedJob>(parts.Options.QueueCapacity);
        _record = new ModelRecord();
        Status = status;
        _current = NewReplica(status);
    }

    /// <summary>What the catalog says of it.</summary>
    internal ModelStatus Status { get; private set; }

    /// <summary>How many jobs wait.</summary>
    internal int Waiting => _queue.Count;

    /// <summary>Everything of it that may hold something.</summary>
    internal ImmutableArray<Replica> Replicas => _next is null ? [_current, .. _retired] : [_current, _next, .. _retired];

    internal bool Has(AttemptId attempt) => _jobs.ContainsKey(attempt);

    /// <summary>Whether there is work for a replica, or it is to take over from one.</summary>
    internal bool Waits(Replica replica) => replica == _next || (replica == _current && _queue.Count > 0);

    /// <summary>Queues a job.</summary>
    /// <exception cref="JarvisException">It is refused.</exception>
    internal void Enqueue(QueuedJob job)
    {
        var terms = new RequestTerms(
            job.Job.Id.Task.Tenant,
            job.Job.Priority is TurnPriority.Batch ? RequestPriority.Batch : RequestPriority.Interactive,
            job.Job.Deadline)
        {
            Weight = _parts.Tenants?.KnownLimitsOf(job.Job.Id.Task.Tenant).Weight ?? 1,
        };
        Admit(terms);
        // One that broke a model, or was beside it, shares its batch with nobody.
        var bucket = _parts.Execution.RunsAlone(job.Job) ? $"{job.Job.TaskType} {job.Job.Id.Task}/{job.Job.Id.Item}" : job.Job.TaskType;
        _queue.TryEnqueue(job.Ticket, terms, new BatchBucket(bucket), job.Came);
        _jobs.Add(job.Job.Id, job);
        Pump();
    }

    /// <summary>Drops a job, or tells it to stop.</summary>
    internal void Cancel(AttemptId attempt)
    {
        if (!_jobs.Remove(attempt, out var job))
        {
            return;
        }

        _parts.Gate.After(job.Cancel);
        if (_queue.Remove(job.Ticket))
        {
            _parts.Replicas.Settle();
        }
    }

    /// <summary>Loads it before there is work for it.</summary>
    internal void Load() => _parts.Replicas.Tell(_current, new ReplicaInput.Wanted());

    /// <summary>Takes what the catalog says of it now, where it is the same as before.</summary>
    internal void Confirm(ModelStatus status) => Status = status;

    /// <summary>Takes what the catalog says of it now. What is loaded is loaded anew beside itself, and takes over when it is there.</summary>
    internal void Update(ModelStatus status)
    {
        Status = status;
        var replica = NewReplica(status);
        if (_current.State.Phase is ReplicaPhase.Unloaded && _next is null)
        {
            _current = replica;
            Pump();
            return;
        }

        if (_next is { } overtaken)
        {
            Retire(overtaken);
        }

        (_next, replica.Predecessor) = (replica, _current);
        _parts.Replicas.Tell(replica, new ReplicaInput.Wanted());
    }

    /// <summary>There is no such model any more, or it cannot run: what runs ends, what waits looks elsewhere.</summary>
    internal void Withdraw(JarvisError error)
    {
        Fail(error);
        if (_next is { } coming)
        {
            _next = null;
            Retire(coming);
        }

        foreach (var replica in Replicas)
        {
            _parts.Replicas.Tell(replica, new ReplicaInput.Drain());
        }
    }

    /// <summary>Nobody waits for anything any more.</summary>
    internal void Stop()
    {
        foreach (var attempt in _jobs.Keys.ToList())
        {
            Cancel(attempt);
        }

        Withdraw(new JarvisError(ErrorCode.Cancelled, "The host stops."));
    }

    /// <summary>A replica has room for batches.</summary>
    internal void Serve(Replica replica)
    {
        if (replica == _next)
        {
            var old = _current;
            (_current, _next, replica.Predecessor) = (replica, null, null);
            Retire(old);
        }

        Pump();
    }

    /// <summary>A replica cannot come, or is in quarantine for a while.</summary>
    internal void TurnAway(Replica replica, JarvisError error)
    {
        _record.Broke(error.Message);
        // As long as the old one serves, nobody needs the new one.
        if (replica == _current)
        {
            Fail(error);
        }
    }

    /// <summary>Something was told to a replica, and its state is new.</summary>
    internal void Changed(Replica replica, ReplicaInput input)
    {
        if (replica.State.Phase is ReplicaPhase.Unloaded)
        {
            _retired.Remove(replica);
        }

        if (replica == _next && replica.State.Phase is ReplicaPhase.Unloaded && input is ReplicaInput.Refused)
        {
            // The one before goes on: the card may be mended, or room made.
            (_next, replica.Predecessor) = (null, null);
        }
        else if (replica == _next && replica.State.Phase is ReplicaPhase.Unloaded)
        {
            _parts.Replicas.Tell(replica, new ReplicaInput.Wanted());
        }

        Pump();
    }

    /// <summary>How it is doing.</summary>
    internal ImmutableArray<ReplicaStatus> Describe() =>
        [.. Replicas.Where(replica => replica == _current || replica.State.Phase is not ReplicaPhase.Unloaded).Select(Describe)];

    private ReplicaStatus Describe(Replica replica)
    {
        var status = new ReplicaStatus(replica.Device, replica.State.Phase)
        {
            MemoryBytes = replica.Claim?.Bytes ?? 0,
            Running = replica.State.Running,
        };
        return replica == _current ? _record.Describe(status with { Queued = _queue.Count }) : status;
    }

    private Replica NewReplica(ModelStatus status) =>
        new(this, status.Card, status.Device, _parts.Runners.GetValueOrDefault(status.Card.Runner));

    private void Admit(in RequestTerms terms)
    {
        var now = _parts.Time.GetUtcNow();
        var card = _current.Card;
        if (_next is null && _current is { State.Phase: ReplicaPhase.Quarantined, RebuildAt: { } rebuild } && rebuild > now)
        {
            _record.Refuse();
            throw Error.ModelUnavailable($"{card.Id} broke and is made anew: {_record.LastFault}", rebuild - now);
        }

        var share = _queue.ShareOf(terms.Tenant, terms.Priority);
        var places = card.Concurrency - _current.State.Running;
        var decision = _parts.Admission.Decide(new AdmissionSituation(
            _queue.Count,
            share.Own,
            _queue.Capacity,
            _record.ExpectedWait(Math.Max(0, share.Ahead + 1 - Math.Max(0, places)), card.Concurrency),
            _record.Quickest,
            terms.Deadline is { } deadline ? deadline - now : null));
        if (decision.IsAdmitted && _queue.Count == _queue.Capacity)
        {
            decision = AdmissionDecision.Refuse($"has {_queue.Count:N0} jobs waiting, the most that may", TimeSpan.FromSeconds(1));
        }

        if (!decision.IsAdmitted)
        {
            _record.Refuse();
            throw Error.Overloaded($"{card.Id} {decision.Reason}; try again later.", decision.RetryAfter);
        }
    }

    private void Retire(Replica replica)
    {
        replica.Predecessor = null;
        if (replica.State.Phase is not ReplicaPhase.Unloaded)
        {
            _retired.Add(replica);
            _parts.Replicas.Tell(replica, new ReplicaInput.Drain());
        }
    }

    private void Pump()
    {
        while (_queue.Count > 0 && _current.State.Phase is ReplicaPhase.Ready && _current.State.Running < _current.Card.Concurrency)
        {
            var batch = TakeBatch(_current.Card.MaxBatch);
            if (batch.Count > 0)
            {
                Start(_current, batch);
            }
        }

        // While the next one comes, room is not asked for again for the one that went to make it.
        if (_queue.Count > 0 && _current.State.CanBeWanted
            && _next?.State.Phase is not (ReplicaPhase.Waiting or ReplicaPhase.Loading or ReplicaPhase.Warming))
        {
            _parts.Replicas.Tell(_current, new ReplicaInput.Wanted());
        }
    }

    private List<QueuedJob> TakeBatch(int size)
    {
        var batch = new List<QueuedJob>(Math.Min(size, _queue.Count));
        _queue.Take(size, batch);
        var now = _parts.Time.GetUtcNow();
        for (var i = batch.Count - 1; i >= 0; i--)
        {
            if (batch[i].Job.Deadline <= now)
            {
                End(batch[i], Error.DeadlineExceeded($"There was no time left to run {_current.Card.Id}.").ToError());
                batch.RemoveAt(i);
            }
        }

        return batch;
    }

    private void Start(Replica replica, List<QueuedJob> batch)
    {
        _parts.Replicas.Start(replica);
        var model = replica.Loaded!;
        _parts.Gate.After(() => _ = RunAsync(replica, model, batch));
    }

    private async Task RunAsync(Replica replica, ILoadedModel model, List<QueuedJob> batch)
    {
        var start = _parts.Time.GetTimestamp();
        var summary = await _parts.Execution.RunAsync(replica.Card, model, batch).ConfigureAwait(false);
        foreach (var job in batch)
        {
            _parts.Devices?.Record(job.Job.Id.Task.Tenant, replica.Device, _parts.Time.GetElapsedTime(start) / batch.Count);
        }

        _parts.Gate.Run(() =>
        {
            var end = _parts.Time.GetTimestamp();
            replica.LastUsed = end;
            foreach (var job in batch)
            {
                _record.Ended(_parts.Time.GetElapsedTime(job.Came, end));
                Forget(job);
            }

            _record.Ran(batch.Count, _parts.Time.GetElapsedTime(start, end), summary);
            _parts.Replicas.Tell(replica, new ReplicaInput.BatchEnded(summary.Fault));
        });
    }

    /// <summary>Ends all that waits.</summary>
    private void Fail(JarvisError error)
    {
        var waiting = new List<QueuedJob>(_queue.Count);
        while (_queue.Count > 0)
        {
            _queue.Take(_queue.Count, waiting);
        }

        foreach (var job in waiting)
        {
            End(job, error);
        }
    }

    private void End(QueuedJob job, JarvisError error)
    {
        _jobs.Remove(job.Job.Id);
        _parts.Gate.After(() =>
        {
            job.Report(new AttemptFailed(job.Job.Id, error));
            job.Cancel();
        });
    }

    private void Forget(QueuedJob job)
    {
        // One that was cancelled may have come again under its name.
        if (_jobs.TryGetValue(job.Job.Id, out var known) && known == job)
        {
            _jobs.Remove(job.Job.Id);
        }

        _parts.Gate.After(job.Cancel);
    }
}
