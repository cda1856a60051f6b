using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Tenancy;

namespace Jarvis.Orleans;

/// <summary>
/// Leases for this silo what tenants may use. A lease of which it is not known whether it was given is asked for again: the first, if it was, comes back
/// with this silo's end.
/// </summary>
/// <param name="grains">Finds who leases.</param>
/// <param name="leases">Reads what was used.</param>
/// <param name="silo">This silo.</param>
/// <param name="delivery">Makes calls again.</param>
internal sealed class GrainLeases(IGrainFactory grains, TenantLeases leases, ILocalSiloDetails silo, Delivery delivery) : ITenantBudget, IQuotaLedger
{
    public ValueTask<LanguageModelAmount> LeaseAsync(
        TenantId tenant, DateOnly day, LanguageModelAmount least, LanguageModelAmount wanted, LanguageModelUsage used, CancellationToken cancellationToken) =>
        LeaseAsync(tenant, grain => grain.LeaseAsync(silo.SiloAddress, day, least, wanted, used, cancellationToken), cancellationToken);

    public ValueTask ReturnAsync(TenantId tenant, DateOnly day, LanguageModelAmount left, LanguageModelUsage used, CancellationToken cancellationToken) =>
        ReturnAsync(tenant, grain => grain.ReturnAsync(silo.SiloAddress, day, left, used, cancellationToken), cancellationToken);

    public ValueTask<TenantDay> ReadAsync(TenantId tenant, DateOnly day, CancellationToken cancellationToken) => leases.ReadAsync(tenant, day, cancellationToken);

    public ValueTask<(long Granted, long Taken)> LeaseAsync(
        TenantId tenant, QuotaWindow window, string what, long least, long wanted, long? limit, long used, CancellationToken cancellationToken) =>
        LeaseAsync(tenant, grain => grain.LeaseCountAsync(silo.SiloAddress, new(window, what, least, wanted, used, limit), cancellationToken), cancellationToken);

    public ValueTask ReturnAsync(TenantId tenant, QuotaWindow window, string what, long left, long used, CancellationToken cancellationToken) =>
        ReturnAsync(tenant, grain => grain.ReturnCountAsync(silo.SiloAddress, window, what, left, used, cancellationToken), cancellationToken);

    private async ValueTask<T> LeaseAsync<T>(TenantId tenant, Func<ITenantLeasesGrain, Task<T>> lease, CancellationToken cancellationToken)
    {
        // Whoever's call it happens in: what is over for one tenant may be given back while another asks.
        using var own = CallerTenant.Enter(tenant);
        return await delivery.CallAsync(() => lease(GrainOf(tenant)), ClusterFaults.IsPassing, Delivery.Patience, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ReturnAsync(TenantId tenant, Func<ITenantLeasesGrain, Task> giveBack, CancellationToken cancellationToken)
    {
        using var own = CallerTenant.Enter(tenant);
        await delivery.CallAsync(() => giveBack(GrainOf(tenant)), ClusterFaults.IsNotMade, Delivery.Patience, cancellationToken).ConfigureAwait(false);
    }

    private ITenantLeasesGrain GrainOf(TenantId tenant) => grains.GetGrain<ITenantLeasesGrain>(tenant.Value);
}
