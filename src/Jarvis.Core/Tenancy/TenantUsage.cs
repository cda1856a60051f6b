using System.Collections.Immutable;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Tenancy;

/// <summary>Reads what tenants have used, by day.</summary>
public sealed class TenantUsage
{
    private readonly TenantMeters _meters;
    private readonly TenantQuotas _quotas;
    private readonly IResourceInventory _resources;
    private readonly TimeProvider _time;

    internal TenantUsage(TenantMeters meters, TenantQuotas quotas, IResourceInventory resources, TimeProvider time) =>
        (_meters, _quotas, _resources, _time) = (meters, quotas, resources, time);

    /// <summary>Today, in UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);

    /// <summary>What a tenant has used on a day: all that this process knows, and what others have told.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="day">A day of UTC.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>.</exception>
    public async ValueTask<TenantUsageReport> ReadAsync(TenantId tenant, DateOnly day, CancellationToken cancellationToken)
    {
        var models = await _meters.ReadAsync(tenant, day, cancellationToken).ConfigureAwait(false);
        var (turns, devices) = await _quotas.ReadAsync(tenant, day, cancellationToken).ConfigureAwait(false);
        return new(tenant, day, turns, models.Used, devices.ToImmutableSortedDictionary(used => used.Key, used => used.Value.TotalSeconds, StringComparer.Ordinal))
        {
            StoredBytes = day == Today ? await _resources.UsedBytesAsync(tenant, cancellationToken).ConfigureAwait(false) : null,
        };
    }
}
