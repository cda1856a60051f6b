using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Tenancy;

namespace Jarvis.Orleans;

/// <summary>Leases one after the other what a tenant may use. What it knows is in the state store: where it is next it goes on.</summary>
/// <param name="leases">Knows who holds what.</param>
[GrainType("tenant-leases"), CoordinatorFilter]
internal sealed class TenantLeasesGrain(TenantLeases leases) : Grain, ITenantLeasesGrain
{
    private TenantId Tenant => TenantId.Parse(this.GetPrimaryKeyString());

    public Task<LanguageModelAmount> LeaseAsync(
        SiloAddress silo, DateOnly day, LanguageModelAmount least, LanguageModelAmount wanted, LanguageModelUsage used, CancellationToken cancellationToken) =>
        leases.LeaseAsync(silo.ToParsableString(), Tenant, day, least, wanted, used, cancellationToken).AsTask();

    public Task ReturnAsync(SiloAddress silo, DateOnly day, LanguageModelAmount left, LanguageModelUsage used, CancellationToken cancellationToken) =>
        leases.ReturnAsync(silo.ToParsableString(), Tenant, day, left, used, cancellationToken).AsTask();

    public Task<(long Granted, long Taken)> LeaseCountAsync(SiloAddress silo, CountLease lease, CancellationToken cancellationToken) =>
        leases.LeaseAsync(silo.ToParsableString(), Tenant, lease, cancellationToken).AsTask();

    public Task ReturnCountAsync(SiloAddress silo, QuotaWindow window, string what, long left, long used, CancellationToken cancellationToken) =>
        leases.ReturnAsync(silo.ToParsableString(), Tenant, window, what, left, used, cancellationToken).AsTask();
}
