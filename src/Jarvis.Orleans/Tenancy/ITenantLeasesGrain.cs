using Jarvis.LanguageModels;
using Jarvis.Tenancy;

namespace Jarvis.Orleans;

/// <summary>Leases to silos what a tenant may use, so that not every use is a call. Its key is a <see cref="Identity.TenantId"/>.</summary>
internal interface ITenantLeasesGrain : IGrainWithStringKey
{
    /// <summary>As <see cref="ITenantBudget.LeaseAsync"/>.</summary>
    /// <param name="silo">Who leases.</param>
    /// <param name="day">The day.</param>
    /// <param name="least">What is needed.</param>
    /// <param name="wanted">What would be good to have.</param>
    /// <param name="used">What was used and not told yet.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<LanguageModelAmount> LeaseAsync(
        SiloAddress silo, DateOnly day, LanguageModelAmount least, LanguageModelAmount wanted, LanguageModelUsage used, CancellationToken cancellationToken);

    /// <summary>As <see cref="ITenantBudget.ReturnAsync"/>.</summary>
    /// <param name="silo">Who gives back.</param>
    /// <param name="day">The day.</param>
    /// <param name="left">What is left over.</param>
    /// <param name="used">What was used and not told yet.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task ReturnAsync(SiloAddress silo, DateOnly day, LanguageModelAmount left, LanguageModelUsage used, CancellationToken cancellationToken);

    /// <summary>As <see cref="IQuotaLedger.LeaseAsync"/>.</summary>
    /// <param name="silo">Who leases.</param>
    /// <param name="lease">What of.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<(long Granted, long Taken)> LeaseCountAsync(SiloAddress silo, CountLease lease, CancellationToken cancellationToken);

    /// <summary>As <see cref="IQuotaLedger.ReturnAsync"/>.</summary>
    /// <param name="silo">Who gives back.</param>
    /// <param name="window">When.</param>
    /// <param name="what">What is counted.</param>
    /// <param name="left">How much is left over.</param>
    /// <param name="used">How much was used and not told yet.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task ReturnCountAsync(SiloAddress silo, QuotaWindow window, string what, long left, long used, CancellationToken cancellationToken);
}
