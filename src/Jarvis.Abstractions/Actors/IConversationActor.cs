using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Events;

namespace Jarvis.Actors;

/// <summary>
/// A conversation: accepts turns, keeps their plans going and records what happens. One call is handled at a time; none waits for a
/// model. Its key is a <see cref="Identity.ConversationId"/>.
/// </summary>
public interface IConversationActor
{
    /// <summary>Accepts a turn. When this returns the turn is stored and will end.</summary>
    /// <param name="request">What the user asks.</param>
    /// <param name="cancellationToken">Ends the call, not the turn.</param>
    /// <exception cref="Errors.JarvisException">
    /// <see cref="Errors.ErrorCode.InvalidRequest"/>, <see cref="Errors.ErrorCode.TooLarge"/>, <see cref="Errors.ErrorCode.Conflict"/> when the
    /// idempotency key was used for another request, <see cref="Errors.ErrorCode.StorageFailed"/>, or
    /// <see cref="Errors.ErrorCode.Overloaded"/> when too many turns are open.
    /// </exception>
    Task<TurnReceipt> SubmitAsync(TurnRequest request, CancellationToken cancellationToken);

    /// <summary>Cancels a turn: what is queued stops at once, what runs as fast as its runner can. Does nothing to one that has ended.</summary>
    /// <param name="turn">Its number.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.NotFound"/>.</exception>
    Task CancelAsync(int turn, CancellationToken cancellationToken);

    /// <summary>
    /// Goes on with the open turns, and with tasks of theirs, that nobody works on, such as after a restart. Where there are none it does nothing.
    /// </summary>
    /// <param name="cancellationToken">Ends the call, not the turns.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    Task ResumeAsync(CancellationToken cancellationToken);

    /// <summary>Cancels what is open and deletes all that is kept of the conversation. Readers of its events are told that it is gone.</summary>
    /// <param name="cancellationToken">Ends the call; what was begun is gone on with.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.NotFound"/>, <see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    Task DeleteAsync(CancellationToken cancellationToken);

    /// <summary>Does what somebody decided about a turn. When this returns it is kept.</summary>
    /// <param name="turn">The turn's number.</param>
    /// <param name="command">What was decided.</param>
    /// <param name="cancellationToken">Ends the call, not what it asks for.</param>
    /// <exception cref="Errors.JarvisException">
    /// <see cref="Errors.ErrorCode.NotFound"/> for a turn or a task that there is not; <see cref="Errors.ErrorCode.InvalidRequest"/>;
    /// <see cref="Errors.ErrorCode.PlanInvalid"/> for an edit, with all that is wrong with it; <see cref="Errors.ErrorCode.Conflict"/> when the plan is
    /// another by now, when it is too late, or when the idempotency key was used for something else; <see cref="Errors.ErrorCode.Overloaded"/> when
    /// too many turns are open for another to be opened again; <see cref="Errors.ErrorCode.StorageFailed"/>.
    /// </exception>
    Task<TurnReceipt> CommandAsync(int turn, TurnCommand command, CancellationToken cancellationToken);

    /// <summary>The conversation as it is now.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<ConversationSnapshot> GetAsync(CancellationToken cancellationToken);

    /// <summary>A turn as it is now, however old it is.</summary>
    /// <param name="turn">Its number.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.NotFound"/>, <see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    Task<TurnSummary> GetTurnAsync(int turn, CancellationToken cancellationToken);

    /// <summary>Replays the events after one, then goes on live, without loss or doubling, until the caller stops.</summary>
    /// <param name="after">The sequence number of the last event that the reader has; 0 for all.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <exception cref="Errors.JarvisException">
    /// <see cref="Errors.ErrorCode.InvalidRequest"/> for an event that never was; <see cref="Errors.ErrorCode.StorageFailed"/> when events
    /// cannot be read, or new ones cannot be kept: read on after the last one that came.
    /// </exception>
    IAsyncEnumerable<ConversationEvent> ReadEventsAsync(long after, CancellationToken cancellationToken);

    /// <summary>Takes what planning has come to.</summary>
    /// <param name="turn">The turn that is planned.</param>
    /// <param name="report">What is new.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task ReportPlanAsync(int turn, PlanReport report, CancellationToken cancellationToken);

    /// <summary>
    /// Takes what a task has come to. Reports of a task arrive in order; one that was taken already is ignored. It may be recorded after
    /// this returns: what is lost by a crash in between, a task tells again when it is started again.
    /// </summary>
    /// <param name="turn">The task's turn.</param>
    /// <param name="events">What is new, not yet numbered.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task ReportTaskAsync(int turn, ImmutableArray<TaskEvent> events, CancellationToken cancellationToken);

    /// <summary>Takes what the answer has come to.</summary>
    /// <param name="turn">The turn that is answered.</param>
    /// <param name="report">What is new.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task ReportAnswerAsync(int turn, AnswerReport report, CancellationToken cancellationToken);
}
