using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Tenancy;

/// <summary>
/// The keys of those who call from outside. A key is shown once and kept as a hash. What is changed takes effect within a second in every
/// process. Thread-safe.
/// </summary>
public interface ICallerKeys
{
    /// <summary>Makes a key.</summary>
    /// <param name="tenant">Whose it is to be.</param>
    /// <param name="request">What kind.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException">
    /// <see cref="ErrorCode.NotFound"/> without such a tenant, <see cref="ErrorCode.InvalidRequest"/>, <see cref="ErrorCode.QuotaExceeded"/> with
    /// as many keys as there may be, <see cref="ErrorCode.StorageFailed"/>.
    /// </exception>
    ValueTask<IssuedKey> CreateAsync(TenantId tenant, CallerKeyRequest request, CancellationToken cancellationToken);

    /// <summary>Who calls.</summary>
    /// <param name="text">The key that came with the call, from anywhere; null for none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException">
    /// <see cref="ErrorCode.Unauthorized"/>: no key, a mistyped, an unknown, an expired or a revoked one. The message holds nothing of what came.
    /// </exception>
    ValueTask<Caller> AuthenticateAsync(string? text, CancellationToken cancellationToken);

    /// <summary>The keys of a tenant, oldest first; expired and revoked ones as long as there is room for them.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>.</exception>
    ValueTask<ImmutableArray<CallerKey>> ListAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Makes a key in the place of another: with its label, its scopes and its lifetime. The old one is taken for a while.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="id">The old one's id.</param>
    /// <param name="grace">How long the old one is still taken; 0 to 90 days.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.NotFound"/> without such a live key, and as for <see cref="CreateAsync"/>.</exception>
    ValueTask<IssuedKey> RotateAsync(TenantId tenant, string id, TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>Has a key no longer taken. Revoking it again does nothing.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.NotFound"/>, <see cref="ErrorCode.StorageFailed"/>.</exception>
    ValueTask RevokeAsync(TenantId tenant, string id, CancellationToken cancellationToken);
}
