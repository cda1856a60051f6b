using Jarvis.Actors;
using Jarvis.Identity;
using Jarvis.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Jarvis.Orleans;

/// <summary>
/// The jobs that the models of this silo have and have not told the end of. A silo that stops takes no more, and before anything else of it
/// stops it waits until these are done; what is not by then, tasks send again elsewhere when the silo is gone. Thread-safe.
/// </summary>
/// <param name="actors">Finds the tasks to report to.</param>
/// <param name="options">How long it waits.</param>
/// <param name="time">The clock of messages.</param>
internal sealed class TakenJobs(
    IActorDirectory actors, IOptions<JarvisClusterOptions> options, [FromKeyedServices(TimeProviderNames.Messaging)] TimeProvider time)
    : IActorDirectory, ILifecycleParticipant<ISiloLifecycle>
{
    private readonly Lock _lock = new();
    private readonly HashSet<AttemptId> _jobs = [];
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isDraining;

    /// <summary>Called whenever a job came or ended, and when no more are taken. Returns soon and does not throw.</summary>
    internal event Action? Changed;

    /// <summary>Whether no more are taken.</summary>
    internal bool IsDraining
    {
        get
        {
            lock (_lock)
            {
                return _isDraining;
            }
        }
    }

    private IActorDirectory Actors { get; } = actors;

    /// <summary>The last to start: it stops before mailboxes do.</summary>
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(TakenJobs), ServiceLifecycleStage.Active + 3, static _ => System.Threading.Tasks.Task.CompletedTask, DrainAsync);

    public IConversationActor Conversation(ConversationId id) => Actors.Conversation(id);

    public ITaskActor Task(TaskId id) => new ToldTask(Actors.Task(id), this);

    public IModelActor Model(ModelId id) => Actors.Model(id);

    /// <summary>Takes a job.</summary>
    /// <returns>False when it is there already.</returns>
    /// <exception cref="SiloStoppingException">No more are taken.</exception>
    internal bool Begin(AttemptId attempt)
    {
        lock (_lock)
        {
            if (_jobs.Contains(attempt))
            {
                return false;
            }

            if (_isDraining)
            {
                throw new SiloStoppingException();
            }

            _jobs.Add(attempt);
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Forgets a job that ended, or is not wanted.</summary>
    internal void End(AttemptId attempt)
    {
        lock (_lock)
        {
            if (!_jobs.Remove(attempt))
            {
                return;
            }

            SeeWhetherDone();
        }

        Changed?.Invoke();
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _isDraining = true;
            SeeWhetherDone();
        }

        Changed?.Invoke();
        await _done.Task.WaitAsync(options.Value.DrainTimeout, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void SeeWhetherDone()
    {
        if (_isDraining && _jobs.Count == 0)
        {
            _done.TrySetResult();
        }
    }

    /// <summary>A task that is told how jobs go.</summary>
    private sealed class ToldTask(ITaskActor task, TakenJobs taken) : ITaskActor
    {
        public Task StartAsync(TaskAssignment assignment, CancellationToken cancellationToken) => task.StartAsync(assignment, cancellationToken);

        public async Task ReportAttemptAsync(AttemptReport report, CancellationToken cancellationToken)
        {
            try
            {
                await task.ReportAttemptAsync(report, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (report is AttemptSucceeded or AttemptFailed)
                {
                    taken.End(report.Id);
                }
            }
        }

        public Task CancelAsync(CancellationToken cancellationToken) => task.CancelAsync(cancellationToken);
    }
}
