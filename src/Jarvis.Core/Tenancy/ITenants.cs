using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Tenancy;

/// <summary>
/// The tenants that there are, and what each may use. A tenant that was not made may be used by whoever runs the host, with the limits of the
/// options; keys, limits of its own and a place in the list have only those that were made, and <see cref="TenantId.Local"/>. Thread-safe.
/// </summary>
public interface ITenants
{
    /// <summary>Makes a tenant.</summary>
    /// <param name="tenant">Its name.</param>
    /// <param name="label">Who it is, in words for people; up to <see cref="Tenant.MaxLabel"/> characters.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException">
    /// <see cref="ErrorCode.Conflict"/> when there is one of that name, <see cref="ErrorCode.InvalidRequest"/>, <see cref="ErrorCode.StorageFailed"/>.
    /// </exception>
    ValueTask<Tenant> CreateAsync(TenantId tenant, string label, CancellationToken cancellationToken);

    /// <summary>A tenant; null where there is none of that name.</summary>
    /// <param name="tenant">Its name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>.</exception>
    ValueTask<Tenant?> FindAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>A tenant that is there to stay.</summary>
    /// <param name="tenant">Its name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException">
    /// <see cref="ErrorCode.NotFound"/>, <see cref="ErrorCode.Conflict"/> while it is being deleted, <see cref="ErrorCode.StorageFailed"/>.
    /// </exception>
    ValueTask<Tenant> RequireAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Refuses work for a tenant that is being deleted. Known within half a second of its beginning.</summary>
    /// <param name="tenant">Its name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.Conflict"/>, <see cref="ErrorCode.StorageFailed"/>.</exception>
    ValueTask AdmitAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>The tenants, in no order.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    IAsyncEnumerable<Tenant> ListAsync(CancellationToken cancellationToken);

    /// <summary>Changes the limits of a tenant.</summary>
    /// <param name="tenant">Its name.</param>
    /// <param name="changes">What is to be; by name, such as <c>turns-per-day</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException">As <see cref="RequireAsync"/>; <see cref="ErrorCode.InvalidRequest"/> for what is no limit.</exception>
    ValueTask<Tenant> SetLimitsAsync(TenantId tenant, IReadOnlyDictionary<string, LimitChange> changes, CancellationToken cancellationToken);

    /// <summary>What a tenant may use.</summary>
    /// <param name="tenant">Its name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>.</exception>
    ValueTask<TenantLimits> LimitsOfAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>What a tenant may use, as far as it is known without asking: for those who cannot wait.</summary>
    /// <param name="tenant">Its name.</param>
    TenantLimits KnownLimitsOf(TenantId tenant);
}
