using System.Collections.Immutable;
using Jarvis.Actors;
using Jarvis.Conversations;
using Jarvis.Events;

namespace Jarvis.Embedded;

/// <summary>A conversation behind its mailbox.</summary>
/// <param name="mailbox">Its turns.</param>
/// <param name="actor">The conversation.</param>
internal sealed class ConversationMailbox(Mailbox mailbox, ConversationActor actor) : IConversationActor
{
    public Task<TurnReceipt> SubmitAsync(TurnRequest request, CancellationToken cancellationToken) =>
        mailbox.CallAsync(() => actor.SubmitAsync(request, cancellationToken), cancellationToken);

    public Task CancelAsync(int turn, CancellationToken cancellationToken) =>
        mailbox.CallAsync(() => actor.CancelAsync(turn, cancellationToken), cancellationToken);

    public Task<TurnReceipt> CommandAsync(int turn, TurnCommand command, CancellationToken cancellationToken) =>
        mailbox.CallAsync(() => actor.CommandAsync(turn, command, cancellationToken), cancellationToken);

    public Task<ConversationSnapshot> GetAsync(CancellationToken cancellationToken) =>
        mailbox.CallAsync(() => actor.GetAsync(cancellationToken), cancellationToken);

    public IAsyncEnumerable<ConversationEvent> ReadEventsAsync(long after, CancellationToken cancellationToken) =>
        actor.ReadEventsAsync(after, cancellationToken);

    public Task ReportPlanAsync(int turn, PlanReport report, CancellationToken cancellationToken) =>
        mailbox.TellAsync(() => actor.ReportPlanAsync(turn, report, cancellationToken), cancellationToken);

    public Task ReportTaskAsync(int turn, ImmutableArray<TaskEvent> events, CancellationToken cancellationToken) =>
        mailbox.TellAsync(() => actor.ReportTaskAsync(turn, events, cancellationToken), cancellationToken);

    public Task ReportAnswerAsync(int turn, AnswerReport report, CancellationToken cancellationToken) =>
        mailbox.TellAsync(() => actor.ReportAnswerAsync(turn, report, cancellationToken), cancellationToken);
}
