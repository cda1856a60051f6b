using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.State;

namespace Jarvis.Tenancy;

/// <summary>Which keys a tenant has. Written before a key is, so that there is never a key that its tenant's deletion does not find.</summary>
/// <param name="Ids">Their ids, oldest first; one may have no key.</param>
internal sealed record TenantKeysDocument(ImmutableArray<string> Ids)
{
    /// <summary>The most keys of a tenant, revoked and expired ones that are still listed among them.</summary>
    internal const int MaxKeys = 100;

    internal static StateKey Key(TenantId tenant) => new("tenant-keys", tenant.Value);
}
