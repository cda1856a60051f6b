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
    public async ValueTask<LanguageModelAmount> LeaseAsync(
        TenantId tenant, DateOnly day, LanguageModelAmount least, LanguageModelAmount wanted, LanguageModelUsage used, CancellationToken cancellationToken) =>
        await CallAsync(() => GrainOf(tenant).LeaseAsync(silo.SiloAddress, day, least, wanted, used, cancellationToken), cancellationToken).ConfigureAwait(false);

    public async ValueTask ReturnAsync(TenantId tenant, DateOnly day, LanguageModelAmount left, LanguageModelUsage used, CancellationToken cancellationToken) =>
        await delivery.CallAsync(
            () => GrainOf(tenant).ReturnAsync(silo.SiloAddress, day, left, used, cancellationToken),
            ClusterFaults.IsNotMade,
            Delivery.Patience,
            cancellationToken).ConfigureAwait(false);

    public ValueTask<TenantDay> ReadAsync(TenantId tenant, DateOnly day, CancellationToken cancellationToken) => leases.ReadAsync(tenant, day, cancellationToken);

    public async ValueTask<(long Granted, long Taken)> LeaseAsync(
        TenantId tenant, QuotaWindow window, string what, long least, long wanted, long? limit, long used, CancellationToken cancellationToken) =>
        await CallAsync(
            () => GrainOf(tenant).LeaseCountAsync(silo.SiloAddress, new(window, what, least, wanted, used, limit), cancellationToken),
            cancellationToken).ConfigureAwait(false);

    public async ValueTask ReturnAsync(TenantId tenant, QuotaWindow window, string what, long left, long used, CancellationToken cancellationToken) =>
        await delivery.CallAsync(
            () => GrainOf(tenant).ReturnCountAsync(silo.SiloAddress, window, what, left, used, cancellationToken),
            ClusterFaults.IsNotMade,
            Delivery.Patience,
            cancellationToken).ConfigureAwait(false);

    private ITenantLeasesGrain GrainOf(TenantId tenant) => grains.GetGrain<ITenantLeasesGrain>(tenant.Value);

    private Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) =>
        delivery.CallAsync(call, ClusterFaults.IsPassing, Delivery.Patience, cancellationToken);
}
