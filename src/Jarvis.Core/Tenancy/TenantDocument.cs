using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.State;

namespace Jarvis.Tenancy;

/// <summary>What is kept of a tenant.</summary>
/// <param name="CreatedAt">When it was made; null where it was not made, but something is to be kept of it.</param>
internal sealed record TenantDocument(DateTimeOffset? CreatedAt)
{
    public string Label { get; init; } = "";

    public ImmutableSortedDictionary<string, decimal?> Limits { get; init; } = ImmutableSortedDictionary<string, decimal?>.Empty;

    /// <summary>Since when it is being deleted: until that is done, nothing new is taken.</summary>
    public DateTimeOffset? DeletingSince { get; init; }

    internal static StateKey Key(TenantId tenant) => new("tenant", tenant.Value);

    internal Tenant ToTenant(TenantId id) => new(id, CreatedAt) { Label = Label, Limits = Limits, DeletingSince = DeletingSince };
}
