using System.Globalization;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Resources;
using Microsoft.Extensions.Options;

namespace Jarvis.Tenancy;

/// <summary>The tenants' limits of stored bytes.</summary>
/// <param name="tenants">The limits.</param>
/// <param name="options">The keys that set them.</param>
internal sealed class TenantStorageQuota(ITenants tenants, IOptions<TenantOptions> options) : IStorageQuota
{
    /// <summary>Nothing at all where the tenant is being deleted.</summary>
    public async ValueTask<long?> LimitOfAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await tenants.AdmitAsync(tenant, cancellationToken).ConfigureAwait(false);
        return (await tenants.LimitsOfAsync(tenant, cancellationToken).ConfigureAwait(false)).MaxStoredBytes;
    }

    public JarvisException Exceeded(TenantId tenant, long limit, long used, long more) => TenantErrors.Exceeded(
        tenant,
        TenantLimit.StoredBytes,
        limit,
        string.Create(CultureInfo.InvariantCulture, $"it keeps {used:N0} and {more:N0} more were to be stored"),
        $"Delete some: jarvis resources list --tenant {tenant}",
        retryAfter: null,
        options.Value.KeyOf(tenant, TenantLimit.StoredBytes.Option));
}
