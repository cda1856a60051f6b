using System.Collections.Immutable;
using Jarvis.Identity;

namespace Jarvis.Tenancy;

/// <summary>A tenant, as it is kept.</summary>
/// <param name="Id">Its name.</param>
/// <param name="CreatedAt">When it was made; null for the one that every machine has without making it.</param>
public sealed record Tenant(TenantId Id, DateTimeOffset? CreatedAt)
{
    /// <summary>The longest label, in characters.</summary>
    public const int MaxLabel = 100;

    /// <summary>Who it is, in words for people; empty for nothing said.</summary>
    public string Label { get; init; } = "";

    /// <summary>The limits that are its own, by name, such as <c>turns-per-day</c>; null for no limit. What is not there is as the options say.</summary>
    public ImmutableSortedDictionary<string, decimal?> Limits { get; init => field = value ?? ImmutableSortedDictionary<string, decimal?>.Empty; } =
        ImmutableSortedDictionary<string, decimal?>.Empty;

    /// <summary>Since when it is being deleted; null where it is not.</summary>
    public DateTimeOffset? DeletingSince { get; init; }
}
