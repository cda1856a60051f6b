using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Tasks;

namespace Jarvis.Tenancy;

/// <summary>
/// Has no more tasks of a tenant with models at once than it may have: further ones wait here, first come, first served, and leave at once when
/// they are cancelled.
/// </summary>
/// <param name="inner">Runs them.</param>
/// <param name="tenants">The limits.</param>
/// <param name="inFlight">Told how many there are.</param>
internal sealed class TenantTasksEngine(IModelEngine inner, ITenants tenants, TasksInFlight inFlight) : IModelEngine
{
    /// <summary>The most that wait for one tenant.</summary>
    private const int MaxWaiting = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<TenantId, Tasks> _tasks = [];

    public ImmutableArray<ReplicaStatus> StatusOf(ModelId model) => inner.StatusOf(model);

    public async ValueTask EnqueueAsync(ModelId model, ModelJob job, Action<AttemptReport> report, CancellationToken cancellationToken)
    {
        var tenant = job.Id.Task.Tenant;
        await tenants.AdmitAsync(tenant, cancellationToken).ConfigureAwait(false);
        var limits = await tenants.LimitsOfAsync(tenant, cancellationToken).ConfigureAwait(false);
        if (!Enter(new(model, job, report), limits.MaxTasksInFlight))
            return;

        try
        {
            await inner.EnqueueAsync(model, job, news => Tell(news, report), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Leave(job.Id);
            throw;
        }
    }

    public void Cancel(ModelId model, AttemptId attempt)
    {
        inner.Cancel(model, attempt);
        Leave(attempt);
    }

    private void Tell(AttemptReport news, Action<AttemptReport> report)
    {
        // Before it is told: who hears of it may ask for more at once.
        if (news is AttemptSucceeded or AttemptFailed)
            Leave(news.Id);

        report(news);
    }

    /// <summary>Whether a job goes on to its model now; else it waits, or is there already.</summary>
    private bool Enter(Job job, int? limit)
    {
        lock (_lock)
        {
            var tenant = job.What.Id.Task.Tenant;
            if (!_tasks.TryGetValue(tenant, out var tasks))
                _tasks.Add(tenant, tasks = new());

            if (tasks.Waiting.Any(waiting => waiting.What.Id == job.What.Id))
                return false;

            if (!(tasks.Running.Count >= limit))
            {
                tasks.Running.Add(job.What.Id);
                inFlight.Set(tenant, tasks.Count);
                return true;
            }

            if (tasks.Waiting.Count >= MaxWaiting)
                throw Error.Overloaded($"{MaxWaiting:N0} tasks of the tenant '{tenant}' wait for others of its own to end; try again later.");

            tasks.Waiting.AddLast(job);
            inFlight.Set(tenant, tasks.Count);
            return false;
        }
    }

    private void Leave(AttemptId attempt)
    {
        var tenant = attempt.Task.Tenant;
        var limit = tenants.KnownLimitsOf(tenant).MaxTasksInFlight;
        var next = new List<Job>();
        lock (_lock)
        {
            if (!_tasks.TryGetValue(tenant, out var tasks))
                return;

            tasks.Running.Remove(attempt);
            for (var node = tasks.Waiting.First; node is not null; node = node.Next)
            {
                if (node.Value.What.Id == attempt)
                {
                    tasks.Waiting.Remove(node);
                    break;
                }
            }

            while (tasks.Waiting.First is { } first && !(tasks.Running.Count >= limit))
            {
                tasks.Waiting.RemoveFirst();
                tasks.Running.Add(first.Value.What.Id);
                next.Add(first.Value);
            }

            inFlight.Set(tenant, tasks.Count);
            if (tasks.Count == 0)
                _tasks.Remove(tenant);
        }

        // Outside of whoever told: a report returns soon.
        foreach (var job in next)
            _ = Task.Run(() => StartAsync(job));
    }

    private async Task StartAsync(Job job)
    {
        try
        {
            await inner.EnqueueAsync(job.Model, job.What, news => Tell(news, job.Report), CancellationToken.None).ConfigureAwait(false);
            lock (_lock)
            {
                if (_tasks.GetValueOrDefault(job.What.Id.Task.Tenant)?.Running.Contains(job.What.Id) is true)
                    return;
            }

            // It was cancelled on its way there, or has ended by now: then there is nothing to cancel.
            inner.Cancel(job.Model, job.What.Id);
        }
#pragma warning disable CA1031 // Nobody else hears of it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Tell(new AttemptFailed(job.What.Id, Error.From(exception)), job.Report);
        }
    }

    private sealed record Job(ModelId Model, ModelJob What, Action<AttemptReport> Report);

    private sealed class Tasks
    {
        internal HashSet<AttemptId> Running { get; } = [];

        internal LinkedList<Job> Waiting { get; } = new();

        internal int Count => Running.Count + Waiting.Count;
    }
}
