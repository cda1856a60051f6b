using Jarvis.Identity;

namespace Jarvis.State;

/// <summary>Where a document is kept.</summary>
/// <param name="Kind">What it is, such as <c>turn</c>; a name of its own for each type of document.</param>
/// <param name="Id">Which one, such as <c>tenant/conversation/3</c>.</param>
public readonly record struct StateKey(string Kind, string Id)
{
    /// <summary>Whether a document is a tenant's: its id is the tenant's name, or begins with it and a <c>/</c>.</summary>
    /// <param name="tenant">The tenant.</param>
    public bool IsOf(TenantId tenant) =>
        Id.StartsWith(tenant.Value, StringComparison.Ordinal) && (Id.Length == tenant.Value.Length || Id[tenant.Value.Length] == '/');

    /// <inheritdoc/>
    public override string ToString() => $"{Kind}:{Id}";
}
