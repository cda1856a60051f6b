using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Resources;
using Jarvis.Tasks;

namespace Jarvis.Models.Results;

/// <summary>
/// Answers from memory what a deterministic model was asked before, and runs once what is asked several times at once. Who joins others is
/// told what they are told; who leaves them takes nothing away from them. What it remembers belongs to the tenant, unless the card lets
/// everybody have it, each a copy of their own; a result whose files are gone is none.
/// </summary>
internal sealed class CachingModelEngine : IModelEngine
{
    private readonly IModelEngine _inner;
    private readonly IModelCatalog _catalog;
    private readonly IResourceStore _resources;
    private readonly ResultCacheOptions _options;
    private readonly ResultCache _cache;
    private readonly ConditionalWeakTable<ModelStatus, byte[]> _versions = [];
    private readonly Lock _lock = new();
    private readonly Dictionary<FlightKey, Flight> _flights = [];
    private readonly Dictionary<AttemptId, Flight> _byAttempt = [];
    private readonly ConcurrentDictionary<ModelId, long> _answered = [];

    /// <param name="inner">Runs what is not known.</param>
    /// <param name="catalog">Knows which models are deterministic.</param>
    /// <param name="resources">Where results are.</param>
    /// <param name="options">How much is remembered.</param>
    internal CachingModelEngine(IModelEngine inner, IModelCatalog catalog, IResourceStore resources, ResultCacheOptions options)
    {
        _inner = inner;
        _catalog = catalog;
        _resources = resources;
        _options = options;
        _cache = new ResultCache(options);
    }

    /// <inheritdoc/>
    public ImmutableArray<ReplicaStatus> StatusOf(ModelId model) => _inner.StatusOf(model) is [var first, .. var others]
        ? [first with { Cached = _answered.GetValueOrDefault(model) }, .. others]
        : [];

    /// <inheritdoc/>
    public async ValueTask EnqueueAsync(ModelId model, ModelJob job, Action<AttemptReport> report, CancellationToken cancellationToken)
    {
        var status = _options.MaxEntries > 0 ? await _catalog.FindAsync(model, cancellationToken).ConfigureAwait(false) : null;
        if (status is not { Card: { Deterministic: true } card, IsAvailable: true })
        {
            await _inner.EnqueueAsync(model, job, report, cancellationToken).ConfigureAwait(false);
            return;
        }

        var key = ResultKey.Of(card, _versions.GetValue(status, static known => known.Version()), job);
        if (_cache.Find(key) is { } known)
        {
            if (await OwnAsync(known, model, job, cancellationToken).ConfigureAwait(false) is { } outputs)
            {
                report(new AttemptStarted(job.Id));
                report(FromMemory(model, job, outputs));
                return;
            }

            _cache.Remove(key);
        }

        if (Join(new FlightKey(key, card.ShareResults ? null : job.Id.Task.Tenant, job.Priority), model, job, report) is { } flight)
        {
            await LeadAsync(flight, job, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Cancel(ModelId model, AttemptId attempt)
    {
        var runs = attempt;
        lock (_lock)
        {
            if (_byAttempt.Remove(attempt, out var flight))
            {
                flight.Members.RemoveAll(member => member.Job.Id == attempt);
                if (flight.Members.Count > 0)
                {
                    return;
                }

                Close(flight);
                runs = flight.Runs;
            }
        }

        _inner.Cancel(model, runs);
    }

    /// <summary>Takes a job among those that run as one.</summary>
    /// <returns>The flight, where it is the first and has to be run.</returns>
    private Flight? Join(FlightKey key, ModelId model, ModelJob job, Action<AttemptReport> report)
    {
        lock (_lock)
        {
            if (_byAttempt.ContainsKey(job.Id))
            {
                return null;
            }

            if (_flights.TryGetValue(key, out var flight))
            {
                Add(flight);
                if (flight.HasStarted)
                {
                    report(new AttemptStarted(job.Id));
                }

                return null;
            }

            _flights.Add(key, flight = new Flight(key, model) { Runs = job.Id });
            Add(flight);
            return flight;

            void Add(Flight joined)
            {
                joined.Members.Add((job, report));
                _byAttempt.Add(job.Id, joined);
            }
        }
    }

    /// <summary>Runs the job that came first. Where it is refused, that is the caller's to know, and the next is tried.</summary>
    private async Task LeadAsync(Flight flight, ModelJob job, CancellationToken cancellationToken)
    {
        try
        {
            await _inner.EnqueueAsync(flight.Model, job, report => Take(flight, report), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            LeadNext(flight, job.Id);
            throw;
        }

        bool isAbandoned;
        lock (_lock)
        {
            isAbandoned = flight.Members.Count == 0 && flight.Runs == job.Id;
        }

        if (isAbandoned)
        {
            // Whoever left before it was queued could not drop it.
            _inner.Cancel(flight.Model, job.Id);
        }
    }

    /// <summary>One is out: the next runs in its place, with a deadline of its own.</summary>
    private void LeadNext(Flight flight, AttemptId leaves)
    {
        (ModelJob Job, Action<AttemptReport> Report) next;
        lock (_lock)
        {
            Drop(flight, leaves);
            if (flight.Members.Count == 0)
            {
                return;
            }

            next = flight.Members[0];
            (flight.Runs, flight.HasStarted) = (next.Job.Id, false);
        }

        _ = FollowAsync();

        async Task FollowAsync()
        {
            try
            {
                await LeadAsync(flight, next.Job, CancellationToken.None).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Nobody awaits this: it is told.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                next.Report(new AttemptFailed(next.Job.Id, Error.From(exception)));
            }
        }
    }

    private void Drop(Flight flight, AttemptId leaves)
    {
        _byAttempt.Remove(leaves);
        flight.Members.RemoveAll(member => member.Job.Id == leaves);
        Close(flight);
    }

    /// <summary>Nobody joins one that nobody is in.</summary>
    private void Close(Flight flight)
    {
        if (flight.Members.Count == 0 && _flights.GetValueOrDefault(flight.Key) == flight)
        {
            _flights.Remove(flight.Key);
        }
    }

    private void Take(Flight flight, AttemptReport report)
    {
        // Its own time was up, or nobody waited for it: that says nothing of the work.
        if (report is AttemptFailed { Error.Code: ErrorCode.DeadlineExceeded or ErrorCode.Cancelled })
        {
            Tell(flight, report, member => member == report.Id);
            LeadNext(flight, report.Id);
            return;
        }

        if (report is AttemptSucceeded { Outputs: var outputs })
        {
            _cache.Add(flight.Key.Work, new KnownResult(report.Id.Task.Tenant, outputs));
        }

        Tell(flight, report, static _ => true);
    }

    private void Tell(Flight flight, AttemptReport report, Func<AttemptId, bool> whom)
    {
        lock (_lock)
        {
            flight.HasStarted |= report is AttemptStarted;
            var isEnd = report is AttemptSucceeded or AttemptFailed;
            // What was used is counted once, for who led, or where that one has left for who came next.
            var payer = flight.Members.Exists(member => member.Job.Id == report.Id) ? report.Id : flight.Members.FirstOrDefault().Job?.Id;
            foreach (var (job, tell) in flight.Members.Where(member => whom(member.Job.Id)).ToList())
            {
                if (report is AttemptSucceeded shared && job.Id.Task.Tenant != report.Id.Task.Tenant)
                {
                    // Still to be left by its attempt, but nobody joins it any more.
                    flight.Members.RemoveAll(member => member.Job.Id == job.Id);
                    Close(flight);
                    _ = GiveAsync(flight.Model, shared, job, tell, job.Id == payer);
                    continue;
                }

                tell(report switch
                {
                    AttemptSucceeded success when job.Id == report.Id => success,
                    AttemptSucceeded success when job.Id == payer => success with { Id = job.Id, Outputs = Of(success.Outputs, flight.Model, job) },
                    AttemptSucceeded success => FromMemory(flight.Model, job, Of(success.Outputs, flight.Model, job)),
                    AttemptFailed failed when job.Id != payer => failed with { Id = job.Id, Used = null },
                    _ => report with { Id = job.Id },
                });
                if (isEnd)
                {
                    Drop(flight, job.Id);
                }
            }
        }
    }

    /// <summary>Gives a shared result to one of another tenant, whose files it is copied to first; where it is gone by then, the work is done anew.</summary>
    private async Task GiveAsync(ModelId model, AttemptSucceeded success, ModelJob job, Action<AttemptReport> tell, bool pays)
    {
        var isAsked = false;
        try
        {
            var known = new KnownResult(success.Id.Task.Tenant, success.Outputs);
            var outputs = await OwnAsync(known, model, job, CancellationToken.None).ConfigureAwait(false);
            lock (_lock)
            {
                if (!_byAttempt.Remove(job.Id))
                {
                    return;
                }

                if (outputs is not null)
                {
                    tell(pays ? success with { Id = job.Id, Outputs = outputs } : FromMemory(model, job, outputs));
                    return;
                }
            }

            isAsked = true;
            await _inner.EnqueueAsync(model, job, tell, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nobody awaits this: it is told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            lock (_lock)
            {
                if (_byAttempt.Remove(job.Id) || isAsked)
                {
                    tell(new AttemptFailed(job.Id, Error.From(exception)));
                }
            }
        }
    }

    private AttemptSucceeded FromMemory(ModelId model, ModelJob job, ImmutableDictionary<string, ImmutableArray<Resource>> outputs)
    {
        _answered.AddOrUpdate(model, 1, static (_, count) => count + 1);
        return new AttemptSucceeded(job.Id, outputs) { Cached = true };
    }

    /// <summary>A known result as the tenant's own; null where its files are gone.</summary>
    private async ValueTask<ImmutableDictionary<string, ImmutableArray<Resource>>?> OwnAsync(
        KnownResult known, ModelId model, ModelJob job, CancellationToken cancellationToken)
    {
        var tenant = job.Id.Task.Tenant;
        try
        {
            foreach (var resource in known.Outputs.Values.SelectMany(resources => resources))
            {
                if (await _resources.FindAsync(tenant, resource.Id, cancellationToken).ConfigureAwait(false) is null)
                {
                    await CopyAsync(known.Tenant, tenant, resource, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (JarvisException)
        {
            return null;
        }

        return Of(known.Outputs, model, job);
    }

    /// <exception cref="JarvisException">It is gone (<see cref="ErrorCode.NotFound"/>).</exception>
    private async Task CopyAsync(TenantId from, TenantId to, Resource resource, CancellationToken cancellationToken)
    {
        await using var content = await _resources.OpenReadAsync(from, resource.Id, cancellationToken).ConfigureAwait(false);
        await _resources.AddAsync(
            to, content, new ResourceDescription(resource.Name) { MediaType = resource.MediaType }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The resources, made by this job: whose it was before is nobody's business.</summary>
    private static ImmutableDictionary<string, ImmutableArray<Resource>> Of(
        ImmutableDictionary<string, ImmutableArray<Resource>> outputs, ModelId model, ModelJob job)
    {
        var lineage = new Lineage(job.Id.Task, model, job.ResourceIds());
        return outputs.ToImmutableDictionary(
            port => port.Key, port => port.Value.Select(resource => resource with { Lineage = lineage }).ToImmutableArray());
    }
}
