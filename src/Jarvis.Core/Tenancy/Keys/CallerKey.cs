using System.Collections.Immutable;
using Jarvis.Identity;

namespace Jarvis.Tenancy;

/// <summary>What can be shown of a key.</summary>
/// <param name="Id">By what it is named; no secret.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Label">What it is for, in its maker's words.</param>
/// <param name="Scopes">What it allows.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record CallerKey(string Id, TenantId Tenant, string Label, ImmutableArray<KeyScope> Scopes, DateTimeOffset CreatedAt)
{
    /// <summary>From when on it is no longer taken; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was used last, to the hour; null for never.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>When it was revoked; null where it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The key that took its place; null for none.</summary>
    public string? ReplacedBy { get; init; }
}
