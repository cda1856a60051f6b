using Jarvis.Identity;

namespace Jarvis.State;

/// <summary>
/// What a state store keeps of one tenant, all of it: the documents whose id is the tenant's name, or begins with it and a <c>/</c>. For those who
/// look after the store, never for a turn. Beside <see cref="IStateStore"/> and not part of it, because a store of keyed documents has no order to
/// go through them in: this asks the database below. Thread-safe.
/// </summary>
public interface ITenantDocuments
{
    /// <summary>Reads all documents of a tenant, in no order. Those that are written meanwhile may be in it or not; no other is left out.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    IAsyncEnumerable<StoredDocument> ReadAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Deletes documents of a tenant, whatever version they have.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="except">The kind of document that stays.</param>
    /// <param name="most">How many at most, so that others get their turn; at least 1.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were deleted; fewer than <paramref name="most"/> when none is left.</returns>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    ValueTask<int> DeleteAsync(TenantId tenant, string except, int most, CancellationToken cancellationToken);

    /// <summary>Has nothing of what was deleted remain in the store's files.</summary>
    /// <param name="rewrite">Whether they are rewritten as a whole, for what was deleted in bulk; else only what was deleted last is gone, such as a single document.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    ValueTask PurgeAsync(bool rewrite, CancellationToken cancellationToken);
}
