using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Tenancy;

/// <summary>Says whether a tenant may have one more turn. Asked at the door, when it is known that a request is no repetition. Thread-safe.</summary>
public interface ITurnQuota
{
    /// <summary>Counts a turn that is to be accepted.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException">
    /// <see cref="ErrorCode.QuotaExceeded"/>, with which limit and when to come again; <see cref="ErrorCode.Conflict"/> while the tenant is being
    /// deleted; <see cref="ErrorCode.StorageFailed"/>.
    /// </exception>
    ValueTask TakeAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Takes back that a turn was counted: it could not be accepted.</summary>
    /// <param name="tenant">The tenant.</param>
    void GiveBack(TenantId tenant);
}
