using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.LanguageModels;

namespace Jarvis.Tenancy;

/// <summary>
/// Keeps what each tenant may still use of language models on a day of UTC, for all processes together. A process leases some of it, spends
/// that without asking, and gives back what is left over: so a limit holds everywhere, and a call is no write. Thread-safe.
/// </summary>
public interface ITenantBudget
{
    /// <summary>Takes some of what a tenant may still use on a day.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="day">The day.</param>
    /// <param name="least">What is needed.</param>
    /// <param name="wanted">What would be good to have; at least <paramref name="least"/>.</param>
    /// <param name="used">What the tenant has used on that day that was not told yet, of earlier leases.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>From <paramref name="least"/> to <paramref name="wanted"/>.</returns>
    /// <exception cref="JarvisException">
    /// <see cref="ErrorCode.QuotaExceeded"/> when there is less left than needed; <paramref name="used"/> is not taken then.
    /// <see cref="ErrorCode.StorageFailed"/>.
    /// </exception>
    ValueTask<LanguageModelAmount> LeaseAsync(
        TenantId tenant, DateOnly day, LanguageModelAmount least, LanguageModelAmount wanted, LanguageModelUsage used, CancellationToken cancellationToken);

    /// <summary>Gives back what is left over of leases.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="day">The day of the leases.</param>
    /// <param name="left">What is left over; below 0 where more was used than leased, because a server counted more than was estimated.</param>
    /// <param name="used">What the tenant has used on that day that was not told yet.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>.</exception>
    ValueTask ReturnAsync(TenantId tenant, DateOnly day, LanguageModelAmount left, LanguageModelUsage used, CancellationToken cancellationToken);

    /// <summary>What a tenant has used on a day, as far as it was told, and what is set aside.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="day">The day.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>.</exception>
    ValueTask<TenantDay> ReadAsync(TenantId tenant, DateOnly day, CancellationToken cancellationToken);
}
