using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.State;

namespace Jarvis.Tenancy;

/// <summary>What is kept of a key: nothing that it could be made from again.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Label">What it is for, in its maker's words.</param>
/// <param name="Hash">The SHA-256 of the whole key.</param>
/// <param name="Scopes">What it allows.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record CallerKeyDocument(TenantId Tenant, string Label, ImmutableArray<byte> Hash, ImmutableArray<KeyScope> Scopes, DateTimeOffset CreatedAt)
{
    /// <summary>From when on it is no longer taken; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was used last, to the hour.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>When it was revoked.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The key that took its place.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Whether it is taken.</summary>
    internal bool IsLive(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);

    /// <summary>
    /// A key is found by its id alone, before it is known whose it is: it is the one document whose name does not begin with a tenant.
    /// </summary>
    internal static StateKey Key(string id) => new("caller-key", $".keys/{id}");

    internal CallerKey ToKey(string id) => new(id, Tenant, Label, Scopes, CreatedAt)
    {
        ExpiresAt = ExpiresAt,
        LastUsed = LastUsed,
        RevokedAt = RevokedAt,
        ReplacedBy = ReplacedBy,
    };
}
