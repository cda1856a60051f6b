namespace Jarvis.Models.Serving;

/// <content>The way of a request: through admission and the queue into a batch on a thread.</content>
public sealed partial class ReplicaWorker<TRequest, TResult>
{
    private void Enqueue(PendingRequest<TRequest, TResult> pending, in RequestTerms terms, BatchBucket bucket)
    {
        lock (_gate)
        {
            if (_closed)
            {
                throw ReplicaErrors.Stopping(_options.Name);
            }

            var now = _time.GetTimestamp();
            var costs = _costs[bucket];
            var decision = _options.Admission.Decide(Situation(terms, costs, now));
            if (decision.IsAdmitted && !_queue.TryEnqueue(pending.Ticket, terms, bucket, now))
            {
                decision = AdmissionDecision.Refuse("has no room for more requests", TimeSpan.FromSeconds(1));
            }

            if (!decision.IsAdmitted)
            {
                _meters.Refused++;
                throw ReplicaErrors.Refused(_options.Name, decision);
            }

            pending.Work = costs.LeastPerRequest.TotalSeconds;
            _work += pending.Work;
            _forecast.Arrive(now);
            _mix.Arrive(terms.Tenant, now);
            _asked++;
            if (_idle > 0)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    private AdmissionSituation Situation(in RequestTerms terms, BatchCosts costs, long now)
    {
        var share = _queue.ShareOf(terms.Tenant, terms.Priority);
        var run = costs[Math.Min(share.Ahead + 1, costs.Ceiling)];
        return new AdmissionSituation(
            _queue.Count,
            share.Own,
            _queue.Capacity,
            ExpectedWait(share, now),
            run,
            terms.Deadline is { } deadline ? deadline - _time.GetUtcNow() : null);
    }

    private TimeSpan ExpectedWait(QueueShare share, long now)
    {
        var free = TimeSpan.MaxValue;
        foreach (var batch in _batches)
        {
            var left = batch.Wanted == 0 ? TimeSpan.Zero : batch.Expected - _time.GetElapsedTime(batch.Started, now);
            free = left < free ? left : free;
        }

        var work = _queue.Count == 0 ? 0 : _work * share.Ahead / _queue.Count / _batches.Count;
        return (free > TimeSpan.Zero ? free : TimeSpan.Zero) + TimeSpan.FromSeconds(Math.Max(0, work));
    }

    private void Serve(RunningBatch<TRequest, TResult> batch, BatchAttempts<TRequest, TResult> attempts)
    {
        var spin = new IdleSpin(_time);
        while (TryTake(batch))
        {
            var succeeded = attempts.Run(batch.Requests, batch.Stop);
            var time = _time.GetElapsedTime(batch.Started);
            bool isIdle;
            int asked;
            lock (_gate)
            {
                if (succeeded)
                {
                    _costs[batch.Bucket].Observe(batch.Requests.Count, time);
                }

                _meters.Ran(time, attempts.Succeeded, attempts.Failed);
                batch.End();
                (isIdle, asked) = (_queue.Count == 0 && !_closed, _asked);
            }

            foreach (var request in batch.Requests)
            {
                request.Release();
            }

            if (isIdle)
            {
                spin.Await(in _asked, asked);
            }
        }

        batch.Dispose();
        if (Interlocked.Decrement(ref _threads) == 0)
        {
            _window.Dispose();
            _ended.SetResult();
        }
    }

    /// <summary>Waits for a batch.</summary>
    /// <returns>False when there will be none any more.</returns>
    private bool TryTake(RunningBatch<TRequest, TResult> batch)
    {
        lock (_gate)
        {
            while (true)
            {
                if (!_queue.TryPeek(out var head))
                {
                    if (_closed)
                    {
                        return false;
                    }

                    Wait();
                    continue;
                }

                var now = _time.GetTimestamp();
                var costs = _costs[head.Bucket];
                var decision = Decide(head, costs, now);
                if (decision.Size == 0)
                {
                    _window.Change(decision.Wait, Timeout.InfiniteTimeSpan);
                    Wait();
                    continue;
                }

                _heldSince = null;
                if (Take(batch, decision.Size, costs[decision.Size], now))
                {
                    batch.Begin(head.Bucket, now, costs[batch.Requests.Count]);
                    return true;
                }
            }
        }
    }

    private BatchDecision Decide(in QueueHead head, BatchCosts costs, long now)
    {
        if (_heldSince is null)
        {
            _heldSince = now;
            _forecast.Open(now + (long)(costs.Window.TotalSeconds * _time.TimestampFrequency));
        }

        return _options.Batching.Decide(new BatchSituation(
            head.Compatible,
            _time.GetElapsedTime(head.Oldest, now),
            _time.GetElapsedTime(_heldSince.Value, now),
            _closed ? 0 : _forecast.Left,
            head.Deadline is { } deadline ? deadline - _time.GetUtcNow() : null,
            _mix.IsShared(now),
            costs));
    }

    /// <summary>Takes what is still wanted of the next batch, and can still be ready when it is wanted.</summary>
    /// <returns>Whether anything is.</returns>
    private bool Take(RunningBatch<TRequest, TResult> batch, int size, TimeSpan expected, long now)
    {
        var requests = batch.Requests;
        requests.Clear();
        _queue.Take(size, requests);
        var kept = 0;
        for (var i = 0; i < requests.Count; i++)
        {
            var request = requests[i];
            _work -= request.Work;
            if (!request.IsSettled && !IsTooLate(request, expected))
            {
                _meters.Waited(_time.GetElapsedTime(request.Ticket.Enqueued, now));
                requests[kept++] = request;
            }
        }

        requests.RemoveRange(kept, requests.Count - kept);
        return kept > 0;
    }

    private bool IsTooLate(PendingRequest<TRequest, TResult> request, TimeSpan expected)
    {
        if (request.Ticket.Terms.Deadline is not { } deadline || _time.GetUtcNow() + expected < deadline)
        {
            return false;
        }

        _meters.Expired += request.TryFail(ReplicaErrors.Expired(_options.Name)) ? 1 : 0;
        return true;
    }

    private void StopNow()
    {
        lock (_gate)
        {
            _closed = true;
            var waiting = new List<PendingRequest<TRequest, TResult>>();
            while (_queue.Take(_queue.Capacity, waiting) > 0)
            {
            }

            foreach (var request in waiting)
            {
                request.TryFail(ReplicaErrors.Stopping(_options.Name));
            }

            foreach (var batch in _batches.Where(static batch => batch.Wanted > 0))
            {
                batch.Cancel();
            }

            Monitor.PulseAll(_gate);
        }
    }

    private void Wait()
    {
        _idle++;
        Monitor.Wait(_gate);
        _idle--;
    }

    private void EndWindow()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }
}
