using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Jarvis.Actors;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Jarvis.Orleans;

/// <summary>
/// A conversation: the actor of every host behind a mailbox, which gives it its turns. The grain takes all calls at once and leaves it to the
/// mailbox which is next, as the actor's own posts are turns too.
/// </summary>
/// <param name="services">What the actor works with.</param>
/// <param name="mailboxes">Those of this silo.</param>
/// <param name="local">The actors of this silo.</param>
/// <param name="losses">Tells when a silo is gone, which may have ended this actor too.</param>
/// <param name="recovery">Sees to it that what was under way goes on elsewhere.</param>
/// <param name="logger">Told of faults.</param>
[GrainType(Type), Reentrant, CoordinatorFilter]
internal sealed class ConversationGrain(
    ConversationActorServices services, SiloMailboxes mailboxes, LocalActors local, SettledLosses losses, RecoveryTrigger recovery, ILogger<ConversationActor> logger)
    : Grain, IConversationGrain, IDisposable
{
    internal const string Type = "conversation";

    private Mailbox _mailbox = null!;
    private ConversationActor _actor = null!;
    private ConversationId _id;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = ConversationId.Parse(this.GetPrimaryKeyString());
        _mailbox = mailboxes.Open(rest: static () => { }, emptied: Settle, logger);
        _actor = new ConversationActor(_id, services, _mailbox, logger);
        local.Enter(_id, this);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        local.Leave(_id, this);
        await mailboxes.CloseAsync(_mailbox).ConfigureAwait(true);
        await Keeping.LastAsync(_actor.FlushAsync, cancellationToken).ConfigureAwait(true);
        if (!_actor.IsIdle)
        {
            // A silo that is gone takes with it where actors of others are entered; those end then, and nobody calls them for it.
            recovery.Pull();
        }
    }

    public void Dispose()
    {
        local.Leave(_id, this);
        _actor?.Dispose();
    }

    public Task<TurnReceipt> SubmitAsync(TurnRequest request, CancellationToken cancellationToken) =>
        _mailbox.CallAsync(() => _actor.SubmitAsync(request, cancellationToken), cancellationToken);

    public Task CancelAsync(int turn, CancellationToken cancellationToken) =>
        _mailbox.CallAsync(() => _actor.CancelAsync(turn, cancellationToken), cancellationToken);

    public Task ResumeAsync(CancellationToken cancellationToken) =>
        _mailbox.CallAsync(() => _actor.ResumeAsync(cancellationToken), cancellationToken);

    public Task DeleteAsync(CancellationToken cancellationToken) =>
        _mailbox.CallAsync(() => _actor.DeleteAsync(cancellationToken), cancellationToken);

    public Task<TurnReceipt> CommandAsync(int turn, TurnCommand command, CancellationToken cancellationToken) =>
        _mailbox.CallAsync(() => _actor.CommandAsync(turn, command, cancellationToken), cancellationToken);

    public Task<ConversationSnapshot> GetAsync(CancellationToken cancellationToken) => _actor.GetAsync(cancellationToken);

    public Task<TurnSummary> GetTurnAsync(int turn, CancellationToken cancellationToken) => _actor.GetTurnAsync(turn, cancellationToken);

    /// <summary>A silo that stops ends it, and so does another that is gone: actors are not taken apart while they are read.</summary>
    public async IAsyncEnumerable<ConversationEvent> ReadEventsAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, mailboxes.Stopping, losses.Next);
        await foreach (var happened in _actor.ReadEventsAsync(after, reading.Token))
        {
            yield return happened;
        }
    }

    public Task ReportPlanAsync(int turn, PlanReport report, CancellationToken cancellationToken) =>
        _mailbox.TellAsync(() => _actor.ReportPlanAsync(turn, report, cancellationToken), cancellationToken);

    /// <summary>Does not wait until it is taken: what a task tells while the disk is waited for is to be there when that is over.</summary>
    public Task ReportTaskAsync(int turn, ImmutableArray<TaskEvent> events, CancellationToken cancellationToken)
    {
        _mailbox.Post(() => _actor.ReportTaskAsync(turn, events, CancellationToken.None));
        return Task.CompletedTask;
    }

    public Task ReportAnswerAsync(int turn, AnswerReport report, CancellationToken cancellationToken) =>
        _mailbox.TellAsync(() => _actor.ReportAnswerAsync(turn, report, cancellationToken), cancellationToken);

    /// <summary>One that works is not collected, however long nobody calls it: its deadlines are timers here.</summary>
    private void Settle() => DelayDeactivation(_actor.IsIdle ? TimeSpan.Zero : Timeout.InfiniteTimeSpan);
}
