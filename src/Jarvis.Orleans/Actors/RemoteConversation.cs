using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Jarvis.Actors;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;

namespace Jarvis.Orleans;

/// <summary>
/// The way to a conversation, wherever it is. What may be done twice is asked again when a silo is gone; a request or command is when it has an
/// idempotency key, or was certainly not taken.
/// </summary>
/// <param name="id">The conversation.</param>
/// <param name="grains">Finds it.</param>
/// <param name="local">Finds it on this silo.</param>
/// <param name="delivery">Makes calls again.</param>
internal sealed class RemoteConversation(ConversationId id, GrainsByKey<IConversationGrain> grains, LocalActors local, Delivery delivery) : IConversationActor
{
    /// <summary>How often reading is begun anew without anything coming: about a minute.</summary>
    private const int MaxReadTries = 35;

    private IConversationGrain? _grain;

    private IConversationGrain Grain => _grain ??= grains.Get(id.ToString());

    public Task<TurnReceipt> SubmitAsync(TurnRequest request, CancellationToken cancellationToken) =>
        delivery.CallAsync(
            () => Grain.SubmitAsync(request, cancellationToken),
            fault => IsOvertaken(fault) || Again(request.IdempotencyKey)(fault),
            Delivery.Patience,
            cancellationToken);

    public Task CancelAsync(int turn, CancellationToken cancellationToken) => CallAsync(() => Grain.CancelAsync(turn, cancellationToken), cancellationToken);

    public Task ResumeAsync(CancellationToken cancellationToken) => CallAsync(() => Grain.ResumeAsync(cancellationToken), cancellationToken);

    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await delivery.CallAsync(() => Grain.DeleteAsync(cancellationToken), ClusterFaults.IsNotMade, Delivery.Patience, cancellationToken).ConfigureAwait(false);
        }
        catch (JarvisException unknown) when (unknown.InnerException is { } fault && ClusterFaults.IsPassing(fault))
        {
            // Deleting again could delete what somebody has begun since under the same name; looking does not.
            if ((await GetAsync(cancellationToken).ConfigureAwait(false)).LastSequence > 0)
            {
                throw;
            }
        }
    }

    public Task<TurnReceipt> CommandAsync(int turn, TurnCommand command, CancellationToken cancellationToken) =>
        delivery.CallAsync(() => Grain.CommandAsync(turn, command, cancellationToken), Again(command.IdempotencyKey), Delivery.Patience, cancellationToken);

    public Task<ConversationSnapshot> GetAsync(CancellationToken cancellationToken) =>
        delivery.CallAsync(() => Grain.GetAsync(cancellationToken), ClusterFaults.IsPassing, Delivery.Patience, cancellationToken);

    public Task<TurnSummary> GetTurnAsync(int turn, CancellationToken cancellationToken) =>
        delivery.CallAsync(() => Grain.GetTurnAsync(turn, cancellationToken), ClusterFaults.IsPassing, Delivery.Patience, cancellationToken);

    /// <summary>
    /// Reads on after the last event that came, wherever the conversation is by then, and asks where that is whenever a silo is gone. One that reads
    /// slowly is cut off by the silo, which forgets readers that it does not hear of, and reads on in the same way: nothing is buffered for it.
    /// </summary>
    public async IAsyncEnumerable<ConversationEvent> ReadEventsAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var tries = 0; ;)
        {
            var loss = delivery.NextLoss;
            using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, loss);
            await using var events = new RemoteEvents(Grain.ReadEventsAsync(after, reading.Token), loss, reading.Token);
            while (await HasNextAsync(events, tries, cancellationToken).ConfigureAwait(false) is { } hasNext)
            {
                if (!hasNext)
                {
                    yield break;
                }

                yield return events.Current;
                (after, tries) = (events.Current.Sequence, 0);
            }

            tries = await delivery.PauseAsync(tries, loss, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// A report is taken although it comes when the turn is over, and the last one of a turn is what ends it: that ends trying again, not the call.
    /// </summary>
    public Task ReportPlanAsync(int turn, PlanReport report, CancellationToken cancellationToken) =>
        TellAsync(actor => actor.ReportPlanAsync(turn, report, CancellationToken.None), cancellationToken);

    public Task ReportTaskAsync(int turn, ImmutableArray<TaskEvent> events, CancellationToken cancellationToken) =>
        TellAsync(actor => actor.ReportTaskAsync(turn, events, CancellationToken.None), cancellationToken);

    public Task ReportAnswerAsync(int turn, AnswerReport report, CancellationToken cancellationToken) =>
        TellAsync(actor => actor.ReportAnswerAsync(turn, report, CancellationToken.None), cancellationToken);

    /// <summary>Whether a request was not taken because another activation wrote first, as while a silo goes and the actor moves: the next try finds that one.</summary>
    private static bool IsOvertaken(Exception exception) => exception is JarvisException { Code: ErrorCode.Conflict, Retryable: true };

    private static Func<Exception, bool> Again(string? key) => key is null ? ClusterFaults.IsNotMade : ClusterFaults.IsPassing;

    /// <summary>Whether there is another event; null when it has to be asked for anew.</summary>
    private static async ValueTask<bool?> HasNextAsync(RemoteEvents events, int tries, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (ClusterFaults.IsPassing(exception) || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // What is cancelled, and not by who reads, is so because a silo is gone, or the one that it is on stops.
            return tries < MaxReadTries ? null : throw ClusterFaults.Explain(exception);
        }
    }

    private Task CallAsync(Func<Task> call, CancellationToken cancellationToken) =>
        delivery.CallAsync(call, ClusterFaults.IsPassing, Delivery.Patience, cancellationToken);

    private Task TellAsync(Func<IConversationActor, Task> tell, CancellationToken cancellationToken) =>
        delivery.CallAsync(() => tell(local.Find(id) ?? Grain), ClusterFaults.IsPassing, Delivery.LongPatience, cancellationToken);
}
