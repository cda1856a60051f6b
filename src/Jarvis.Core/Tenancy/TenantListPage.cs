using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Identity;
using Jarvis.State;

namespace Jarvis.Tenancy;

/// <summary>One page of the list of tenants. A name may be there without a tenant, never a tenant without its name.</summary>
/// <param name="Tenants">Their names.</param>
internal sealed record TenantListPage(ImmutableArray<TenantId> Tenants)
{
    /// <summary>The most names on a page.</summary>
    internal const int Size = 256;

    /// <summary>The most pages.</summary>
    internal const int MaxPages = 4096;

    // No tenant's name begins with a dot.
    internal static StateKey Key(int page) => new("tenants", string.Create(CultureInfo.InvariantCulture, $".tenants/{page}"));
}
