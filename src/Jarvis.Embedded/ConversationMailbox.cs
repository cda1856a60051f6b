using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Jarvis.Actors;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;

namespace Jarvis.Embedded;

/// <summary>The address of a conversation: each call finds it in memory or has it read.</summary>
/// <param name="id">Its key.</param>
/// <param name="loaded">The conversations in memory.</param>
internal sealed class ConversationMailbox(ConversationId id, LoadedConversations loaded) : IConversationActor
{
    public Task<TurnReceipt> SubmitAsync(TurnRequest request, CancellationToken cancellationToken) =>
        CallAsync(actor => actor.SubmitAsync(request, cancellationToken), cancellationToken);

    public Task CancelAsync(int turn, CancellationToken cancellationToken) =>
        CallAsync(actor => Returning(actor.CancelAsync(turn, cancellationToken)), cancellationToken);

    public Task ResumeAsync(CancellationToken cancellationToken) =>
        CallAsync(actor => Returning(actor.ResumeAsync(cancellationToken)), cancellationToken);

    public Task DeleteAsync(CancellationToken cancellationToken) =>
        CallAsync(actor => Returning(actor.DeleteAsync(cancellationToken)), cancellationToken);

    public Task<TurnReceipt> CommandAsync(int turn, TurnCommand command, CancellationToken cancellationToken) =>
        CallAsync(actor => actor.CommandAsync(turn, command, cancellationToken), cancellationToken);

    public Task<ConversationSnapshot> GetAsync(CancellationToken cancellationToken) => ReadAsync(actor => actor.GetAsync(cancellationToken));

    public Task<TurnSummary> GetTurnAsync(int turn, CancellationToken cancellationToken) => ReadAsync(actor => actor.GetTurnAsync(turn, cancellationToken));

    public async IAsyncEnumerable<ConversationEvent> ReadEventsAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // As long as somebody reads, it stays in memory: what comes next is shown there.
        using var conversation = loaded.Enter(id);
        await foreach (var happened in conversation.Actor.ReadEventsAsync(after, cancellationToken).ConfigureAwait(false))
        {
            yield return happened;
        }
    }

    public async Task ReportPlanAsync(int turn, PlanReport report, CancellationToken cancellationToken)
    {
        using var conversation = loaded.Enter(id);
        await conversation.Mailbox.TellAsync(() => conversation.Actor.ReportPlanAsync(turn, report, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Does not wait until it is taken: what a task tells while the disk is waited for is to be there when that is over.</summary>
    public Task ReportTaskAsync(int turn, ImmutableArray<TaskEvent> events, CancellationToken cancellationToken)
    {
        var conversation = loaded.Enter(id);
        conversation.Mailbox.Post(() =>
        {
            using (conversation)
            {
                return conversation.Actor.ReportTaskAsync(turn, events, cancellationToken);
            }
        });
        return Task.CompletedTask;
    }

    public async Task ReportAnswerAsync(int turn, AnswerReport report, CancellationToken cancellationToken)
    {
        using var conversation = loaded.Enter(id);
        await conversation.Mailbox.TellAsync(() => conversation.Actor.ReportAnswerAsync(turn, report, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What only reads takes its turns itself.</summary>
    private async Task<T> ReadAsync<T>(Func<ConversationActor, Task<T>> read)
    {
        using var conversation = loaded.Enter(id);
        return await read(conversation.Actor).ConfigureAwait(false);
    }

    private async Task<T> CallAsync<T>(Func<ConversationActor, Task<T>> call, CancellationToken cancellationToken)
    {
        using var conversation = loaded.Enter(id);
        return await conversation.Mailbox.CallAsync(() => call(conversation.Actor), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> Returning(Task call)
    {
        await call.ConfigureAwait(false);
        return true;
    }
}
