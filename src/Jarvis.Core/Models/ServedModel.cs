using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Models.Replicas;
using Jarvis.Models.Serving;
using Jarvis.Placement;
using Jarvis.Tasks;

namespace Jarvis.Models;

/// <summary>
/// One model: the queue of its jobs, and the replicas that take them from it. A batch never waits for more jobs to come: it takes those that
/// are there. Only touched in the engine's gate.
/// </summary>
internal sealed class ServedModel : IDisposable
{
    /// <summary>The size of a bucket whose job shares the replica with no other batch either: a process that it breaks would take them along.</summary>
    private const int Alone = 1;

    private readonly EngineParts _parts;
    private readonly FairQueue<QueuedJob> _queue;
    private readonly Dictionary<AttemptId, QueuedJob> _jobs = [];
    private readonly ModelRecord _record = new();
    private readonly ReplicaSet _replicas;

    internal ServedModel(ModelStatus status, EngineParts parts)
    {
        _parts = parts;
        _queue = new FairQueue<QueuedJob>(parts.Options.QueueCapacity);
        Status = status;
        _replicas = new ReplicaSet(this, status, parts);
    }

    /// <summary>What the catalog says of it.</summary>
    internal ModelStatus Status { get; private set; }

    /// <summary>How many jobs wait.</summary>
    internal int Waiting => _queue.Count;

    /// <summary>Everything of it that may hold something.</summary>
    internal IEnumerable<Replica> Replicas => _replicas.Slots.Replicas;

    internal bool Has(AttemptId attempt) => _jobs.ContainsKey(attempt);

    /// <summary>Whether there is work for a replica, or it is to take over from one.</summary>
    internal bool Waits(Replica replica) => _replicas.Slots.Of(replica) is { } slot && (replica == slot.Next || _queue.Count > 0);

    /// <summary>Whether it serves without a replica.</summary>
    internal bool IsFurther(Replica replica) => _replicas.Slots.IndexOf(replica) > 0;

    /// <summary>Whether a replica is more than its card asks for.</summary>
    internal bool IsSpare(Replica replica) => _replicas.IsSpare(replica);

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
        var bucket = _parts.Execution.RunsAlone(job.Job)
            ? new BatchBucket($"{job.Job.TaskType} {job.Job.Id.Task}/{job.Job.Id.Item}", Alone)
            : new BatchBucket(job.Job.TaskType);
        _queue.TryEnqueue(job.Ticket, terms, bucket, job.Came);
        _jobs.Add(job.Job.Id, job);
        Pump();
        _replicas.Arrive(_queue.Count);
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
    /// <param name="places">Where each replica goes that it has at the least; empty to find that out as they come.</param>
    internal void Load(ImmutableArray<PlacementDecision> places) => _replicas.Load(places);

    /// <summary>Lets it go once what runs has ended; what waits brings it back.</summary>
    internal void Unload()
    {
        _replicas.Close();
        Pump();
    }

    /// <summary>Takes what the catalog says of it now, where it is the same as before.</summary>
    internal void Confirm(ModelStatus status)
    {
        Status = status;
        _replicas.Confirm(status);
    }

    /// <summary>Takes what the catalog says of it now. What is loaded is loaded anew beside itself, and takes over when it is there.</summary>
    internal void Update(ModelStatus status)
    {
        Status = status;
        _replicas.Update(status);
        Pump();
    }

    /// <summary>There is no such model any more, or it cannot run: what runs ends, what waits looks elsewhere.</summary>
    internal void Withdraw(JarvisError error)
    {
        Fail(error);
        _replicas.Close();
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

    public void Dispose() => _replicas.Dispose();

    /// <summary>Looks whether it has more replicas than it needs. From any thread, outside the gate.</summary>
    internal void Look() => _parts.Gate.Run(() => _replicas.Look(_queue.Count));

    /// <summary>A replica has room for batches.</summary>
    internal void Serve(Replica replica)
    {
        _replicas.Serve(replica);
        Pump();
    }

    /// <summary>A replica cannot come, or is in quarantine for a while.</summary>
    internal void TurnAway(Replica replica, JarvisError error)
    {
        if (_replicas.TurnAway(replica, error))
        {
            Fail(error);
        }
    }

    /// <summary>Something was told to a replica, and its state is new.</summary>
    internal void Changed(Replica replica, ReplicaInput input)
    {
        _replicas.Changed(replica, input);
        Pump();
    }

    /// <summary>How it is doing, by replica.</summary>
    internal ImmutableArray<ReplicaStatus> Describe()
    {
        var replicas = _replicas.Describe();
        return replicas.SetItem(0, _record.Describe(replicas[0]) with { Queued = _queue.Count });
    }

    /// <summary>How much it has to do.</summary>
    internal ModelLoad Load()
    {
        var places = _replicas.Slots.Places;
        return new(
            Status.Card.Id,
            _queue.Count > 0 || _replicas.Slots.Any(slot => slot.ServesSoon),
            _queue.Count,
            Math.Max(0, places - _replicas.Slots.Running),
            _record.Each(places));
    }

    private void Admit(in RequestTerms terms)
    {
        var now = _parts.Time.GetUtcNow();
        var first = _replicas.Slots.First;
        var card = first.Current.Card;
        if (_replicas.Slots.RestsUntil is { } rebuild && rebuild > now)
        {
            _record.Refuse();
            throw Error.ModelUnavailable($"{card.Id} broke and is made anew: {first.Record.LastFault}", rebuild - now);
        }

        var share = _queue.ShareOf(terms.Tenant, terms.Priority);
        var places = _replicas.Slots.Places;
        var decision = _parts.Admission.Decide(new AdmissionSituation(
            _queue.Count,
            share.Own,
            _queue.Capacity,
            _record.ExpectedWait(Math.Max(0, share.Ahead + 1 - Math.Max(0, places - _replicas.Slots.Running)), places),
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

    private void Pump()
    {
        while (_queue.TryPeek(out var head) && _replicas.Slots.Free(alone: head.Bucket.Size == Alone) is { } slot)
        {
            var batch = TakeBatch(slot.Current.Card);
            if (batch.Count > 0)
            {
                slot.Current.RunsAlone = head.Bucket.Size == Alone;
                Start(slot, batch);
            }
        }

        if (_queue.Count > 0)
        {
            _replicas.Want();
        }
    }

    private List<QueuedJob> TakeBatch(ModelCard card)
    {
        var batch = new List<QueuedJob>(Math.Min(card.MaxBatch, _queue.Count));
        _queue.Take(card.MaxBatch, batch);
        var now = _parts.Time.GetUtcNow();
        for (var i = batch.Count - 1; i >= 0; i--)
        {
            if (batch[i].Job.Deadline <= now)
            {
                End(batch[i], Error.DeadlineExceeded($"There was no time left to run {card.Id}.").ToError());
                batch.RemoveAt(i);
            }
        }

        return batch;
    }

    private void Start(ReplicaSlot slot, List<QueuedJob> batch)
    {
        var replica = slot.Current;
        _parts.Replicas.Start(replica);
        foreach (var job in batch)
        {
            slot.Record.Took(_parts.Time.GetElapsedTime(job.Came, replica.LastUsed));
        }

        var model = replica.Loaded!;
        _parts.Gate.After(() => _ = RunAsync(slot, replica, model, batch));
    }

    private async Task RunAsync(ReplicaSlot slot, Replica replica, ILoadedModel model, List<QueuedJob> batch)
    {
        var start = _parts.Time.GetTimestamp();
        var summary = await _parts.Execution.RunAsync(replica.Card, model, batch).ConfigureAwait(false);
        foreach (var job in batch)
        {
            _parts.DeviceMeter?.Record(job.Job.Id.Task.Tenant, replica.Device, _parts.Time.GetElapsedTime(start) / batch.Count);
        }

        _parts.Gate.Run(() =>
        {
            var end = _parts.Time.GetTimestamp();
            replica.LastUsed = end;
            foreach (var job in batch)
            {
                slot.Record.Ended(_parts.Time.GetElapsedTime(job.Came, end));
                Forget(job);
            }

            var time = _parts.Time.GetElapsedTime(start, end);
            _record.Ran(batch.Count, time, summary);
            _replicas.Ran(slot, replica, batch.Count, time, summary, _queue.Count);
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
