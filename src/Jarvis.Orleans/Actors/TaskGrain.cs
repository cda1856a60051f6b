using Jarvis.Actors;
using Jarvis.Identity;
using Jarvis.Tasks;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Jarvis.Orleans;

/// <summary>A planned task, on the silo of the conversation that starts it: they talk all the time, and what ends one ends the other.</summary>
/// <param name="services">What the actor works with.</param>
/// <param name="mailboxes">Those of this silo.</param>
/// <param name="local">The actors of this silo.</param>
/// <param name="router">Finds silos for its jobs.</param>
/// <param name="silos">Tells when one is gone.</param>
/// <param name="recovery">Sees to it that what was under way goes on elsewhere.</param>
/// <param name="logger">Told of faults.</param>
[GrainType(Type), Reentrant, PreferLocalPlacement, CoordinatorFilter]
internal sealed class TaskGrain(
    TaskActorServices services, SiloMailboxes mailboxes, LocalActors local, ModelRouter router, SiloLosses silos, RecoveryTrigger recovery, ILogger<TaskActor> logger)
    : Grain, ITaskGrain, IDisposable
{
    internal const string Type = "task";

    private Mailbox _mailbox = null!;
    private TaskActor _actor = null!;
    private TaskId _id;
    private SentJobs _sent = null!;
    private IDisposable _watch = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = TaskId.Parse(this.GetPrimaryKeyString());
        _mailbox = mailboxes.Open(rest: Rest, emptied: static () => { }, logger);
        _sent = new SentJobs(services.Actors, router, logger);
        _watch = silos.Watch(_sent.SendAgain);
        _actor = new TaskActor(_id, services with { Actors = _sent }, _mailbox, logger);
        local.Enter(_id, this);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        local.Leave(_id, this);
        _watch.Dispose();
        await mailboxes.CloseAsync(_mailbox).ConfigureAwait(true);
        await Keeping.LastAsync(_actor.FlushAsync, cancellationToken).ConfigureAwait(true);
        if (!_actor.IsIdle)
        {
            recovery.Pull();
        }
    }

    public void Dispose()
    {
        local.Leave(_id, this);
        _watch?.Dispose();
        _actor?.Dispose();
    }

    public Task StartAsync(TaskAssignment assignment, CancellationToken cancellationToken)
    {
        // Not collected before it has ended, however long a model takes.
        DelayDeactivation(Timeout.InfiniteTimeSpan);
        return _mailbox.TellAsync(() => _actor.StartAsync(assignment, cancellationToken), cancellationToken);
    }

    public Task ReportAttemptAsync(AttemptReport report, CancellationToken cancellationToken)
    {
        _sent.Take(report);
        return _mailbox.TellAsync(() => _actor.ReportAttemptAsync(report, cancellationToken), cancellationToken);
    }

    /// <summary>Ends when that is kept too: who cancels it may delete all of it next.</summary>
    public async Task CancelAsync(CancellationToken cancellationToken)
    {
        await _mailbox.TellAsync(() => _actor.CancelAsync(cancellationToken), cancellationToken).ConfigureAwait(true);
        await _actor.FlushAsync(cancellationToken).ConfigureAwait(true);
    }

    /// <summary>What still comes waits for its end as a message, instead of being told to come again.</summary>
    private void Rest()
    {
        local.Leave(_id, this);
        DeactivateOnIdle();
    }
}
