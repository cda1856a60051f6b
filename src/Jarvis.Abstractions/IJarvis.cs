using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Resources;

namespace Jarvis;

/// <summary>Jarvis as an app sees it: the same in one process, in a cluster and over HTTP. Thread-safe.</summary>
public interface IJarvis
{
    /// <summary>Stores a file that a request is to go with.</summary>
    /// <param name="tenant">Who owns it.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="name">A label for people, such as the file's name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The stored resource, typed by its bytes.</returns>
    /// <exception cref="Errors.JarvisException">
    /// <see cref="Errors.ErrorCode.TooLarge"/>, <see cref="Errors.ErrorCode.UnsupportedMedia"/>, <see cref="Errors.ErrorCode.StorageFailed"/>.
    /// </exception>
    Task<Resource> UploadAsync(TenantId tenant, Stream content, string name, CancellationToken cancellationToken);

    /// <summary>Opens a resource for reading.</summary>
    /// <param name="tenant">Who owns it.</param>
    /// <param name="id">Its content address.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.NotFound"/>.</exception>
    Task<Stream> OpenAsync(TenantId tenant, ResourceId id, CancellationToken cancellationToken);

    /// <summary>Asks. When this returns the turn is stored and will end; read its events to follow it.</summary>
    /// <param name="conversation">The conversation; made by its first turn.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Ends the call, not the turn.</param>
    /// <exception cref="Errors.JarvisException">
    /// <see cref="Errors.ErrorCode.InvalidRequest"/>, <see cref="Errors.ErrorCode.TooLarge"/>, <see cref="Errors.ErrorCode.NotFound"/> for an
    /// attachment that is not stored, <see cref="Errors.ErrorCode.Conflict"/> when the idempotency key was used for another request,
    /// <see cref="Errors.ErrorCode.Overloaded"/>, <see cref="Errors.ErrorCode.StorageFailed"/>.
    /// </exception>
    Task<TurnReceipt> SubmitAsync(ConversationId conversation, TurnRequest request, CancellationToken cancellationToken);

    /// <summary>Replays the events after one, then goes on live until the caller stops.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="after">The sequence number of the last event that the reader has; 0 for all.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    IAsyncEnumerable<ConversationEvent> ReadEventsAsync(ConversationId conversation, long after, CancellationToken cancellationToken);

    /// <summary>Cancels a turn. Does nothing to one that has ended.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.NotFound"/>.</exception>
    Task CancelAsync(TurnId turn, CancellationToken cancellationToken);

    /// <summary>
    /// Approves, rejects or edits a plan, cancels or retries a task. When this returns it is kept; what comes of it is told by events.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="command">What to do.</param>
    /// <param name="cancellationToken">Ends the call, not what it asks for.</param>
    /// <returns>The sequence number of the first event that comes of it. A command that is repeated changes nothing.</returns>
    /// <exception cref="Errors.JarvisException">
    /// <see cref="Errors.ErrorCode.NotFound"/> for a turn or a task that there is not; <see cref="Errors.ErrorCode.InvalidRequest"/>;
    /// <see cref="Errors.ErrorCode.PlanInvalid"/> for an edit, with all that is wrong with it; <see cref="Errors.ErrorCode.Conflict"/> when the plan is
    /// another by now, when it is too late, or when the idempotency key was used for something else; <see cref="Errors.ErrorCode.Overloaded"/>;
    /// <see cref="Errors.ErrorCode.StorageFailed"/>.
    /// </exception>
    Task<TurnReceipt> CommandAsync(TurnId turn, TurnCommand command, CancellationToken cancellationToken);

    /// <summary>A conversation as it is now.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<ConversationSnapshot> GetAsync(ConversationId conversation, CancellationToken cancellationToken);

    /// <summary>A turn as it is now, however old it is.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.NotFound"/>, <see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    Task<TurnSummary> GetTurnAsync(TurnId turn, CancellationToken cancellationToken);

    /// <summary>The conversations of a tenant, the newest first.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="limit">The most to list, 1 to <see cref="ConversationPage.MaxLength"/>.</param>
    /// <param name="after"><see cref="ConversationPage.Next"/> of the page before; null for the first page.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.InvalidRequest"/>, <see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    Task<ConversationPage> ListConversationsAsync(TenantId tenant, int limit, string? after, CancellationToken cancellationToken);

    /// <summary>
    /// Cancels what is open in a conversation and deletes all that is kept of it: turns, tasks and events. Readers of its events are told.
    /// Resources are the tenant's, not the conversation's: they stay.
    /// </summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="cancellationToken">Ends the call; what was begun is gone on with.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.NotFound"/>, <see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    Task DeleteConversationAsync(ConversationId conversation, CancellationToken cancellationToken);

    /// <summary>The models of the catalog, with whether they can run.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<ImmutableArray<ModelStatus>> ListModelsAsync(CancellationToken cancellationToken);
}
