using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Tenancy;

/// <summary>
/// Keeps how much each tenant has had of counted things, for all processes together. A process leases some, spends it without asking, and gives
/// back the rest. Thread-safe.
/// </summary>
public interface IQuotaLedger
{
    /// <summary>Takes some out of a limit.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="window">When.</param>
    /// <param name="what">What is counted.</param>
    /// <param name="least">How much is needed.</param>
    /// <param name="wanted">How much would be good to have.</param>
    /// <param name="limit">How much there may be; null for no limit.</param>
    /// <param name="used">What was used that was not told yet; taken in any case.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How much was granted: from <paramref name="least"/> to <paramref name="wanted"/>, or 0 where there is less; and how much was taken before.</returns>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>.</exception>
    ValueTask<(long Granted, long Taken)> LeaseAsync(
        TenantId tenant, QuotaWindow window, string what, long least, long wanted, long? limit, long used, CancellationToken cancellationToken);

    /// <summary>Gives back what is left over.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="window">When.</param>
    /// <param name="what">What is counted.</param>
    /// <param name="left">How much; below 0 where more was used than leased.</param>
    /// <param name="used">What was used that was not told yet.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>.</exception>
    ValueTask ReturnAsync(TenantId tenant, QuotaWindow window, string what, long left, long used, CancellationToken cancellationToken);
}
