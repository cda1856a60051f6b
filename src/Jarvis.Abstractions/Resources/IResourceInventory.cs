using Jarvis.Identity;

namespace Jarvis.Resources;

/// <summary>
/// What a resource store holds, for those who look after it. Looking for a resource with <see cref="IResourceStore.FindAsync"/> or adding it
/// counts as a use, from before the answer: what is removed for not having been used is never what somebody was just told is there. Thread-safe.
/// </summary>
public interface IResourceInventory
{
    /// <summary>The tenants that have resources.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    IAsyncEnumerable<TenantId> ListTenantsAsync(CancellationToken cancellationToken);

    /// <summary>The resources of a tenant, in no order. Those that come or go meanwhile may be in it or not.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    IAsyncEnumerable<StoredResource> ListAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>The bytes of all resources of a tenant, each counted once.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    ValueTask<long> UsedBytesAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Removes a resource. Who has it open reads it to its end.</summary>
    /// <param name="tenant">Who owns it.</param>
    /// <param name="id">Its content address.</param>
    /// <param name="unusedSince">Only if nobody has used it since; null for in any case.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether it was removed.</returns>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    ValueTask<bool> RemoveAsync(TenantId tenant, ResourceId id, DateTimeOffset? unusedSince, CancellationToken cancellationToken);

    /// <summary>Removes all resources of a tenant, and all that is kept beside them.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    ValueTask RemoveTenantAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Deletes what calls that never ended left behind: of processes that are gone.</summary>
    /// <returns>How many.</returns>
    int RemoveLeftovers();
}
