using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.State;

namespace Jarvis.Tenancy;

/// <summary>
/// Leases for several processes, with who holds what: what a process that is gone had leased for a day, and not told that it used, comes back
/// before the next lease is given. A process that is killed in between loses some for the day, and gives nothing twice. Thread-safe.
/// </summary>
public sealed class TenantLeases
{
    private readonly StateTenantBudget _budget;
    private readonly StateQuotaLedger _ledger;
    private readonly IStateStore _store;
    private readonly ILeaseHolders _holders;

    internal TenantLeases(StateTenantBudget budget, StateQuotaLedger ledger, IStateStore store, ILeaseHolders holders) =>
        (_budget, _ledger, _store, _holders) = (budget, ledger, store, holders);

    /// <summary>As <see cref="ITenantBudget.LeaseAsync"/>.</summary>
    /// <param name="holder">Who leases.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="day">The day.</param>
    /// <param name="least">What is needed.</param>
    /// <param name="wanted">What would be good to have.</param>
    /// <param name="used">What was used and not told yet.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What is leased.</returns>
    /// <exception cref="JarvisException">As <see cref="ITenantBudget.LeaseAsync"/>.</exception>
    public async ValueTask<LanguageModelAmount> LeaseAsync(
        string holder, TenantId tenant, DateOnly day, LanguageModelAmount least, LanguageModelAmount wanted, LanguageModelUsage used, CancellationToken cancellationToken)
    {
        await ReclaimAsync(tenant, cancellationToken).ConfigureAwait(false);
        var granted = await _budget.LeaseAsync(tenant, day, least, wanted, used, cancellationToken).ConfigureAwait(false);
        await HoldAsync(holder, tenant, day, HeldLease.LanguageModels, granted - LanguageModelAmount.Of(used), cancellationToken).ConfigureAwait(false);
        return granted;
    }

    /// <summary>As <see cref="ITenantBudget.ReturnAsync"/>.</summary>
    /// <param name="holder">Who gives back.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="day">The day.</param>
    /// <param name="left">What is left over.</param>
    /// <param name="used">What was used and not told yet.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>.</exception>
    public async ValueTask ReturnAsync(
        string holder, TenantId tenant, DateOnly day, LanguageModelAmount left, LanguageModelUsage used, CancellationToken cancellationToken)
    {
        await HoldAsync(holder, tenant, day, HeldLease.LanguageModels, default(LanguageModelAmount) - left - LanguageModelAmount.Of(used), cancellationToken).ConfigureAwait(false);
        await _budget.ReturnAsync(tenant, day, left, used, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As <see cref="IQuotaLedger.LeaseAsync"/>. Of a minute nothing has to come back: it is over soon.</summary>
    /// <param name="holder">Who leases.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="lease">What of.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How much was granted, or 0, and how much was taken before.</returns>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>.</exception>
    public async ValueTask<(long Granted, long Taken)> LeaseAsync(string holder, TenantId tenant, CountLease lease, CancellationToken cancellationToken)
    {
        await ReclaimAsync(tenant, cancellationToken).ConfigureAwait(false);
        var leased = await _ledger.LeaseAsync(
            tenant, lease.Window, lease.What, lease.Least, lease.Wanted, lease.Limit, lease.Used, cancellationToken).ConfigureAwait(false);
        await HoldAsync(holder, tenant, lease.Window, lease.What, leased.Granted - lease.Used, cancellationToken).ConfigureAwait(false);
        return leased;
    }

    /// <summary>As <see cref="IQuotaLedger.ReturnAsync"/>.</summary>
    /// <param name="holder">Who gives back.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="window">When.</param>
    /// <param name="what">What is counted.</param>
    /// <param name="left">How much is left over.</param>
    /// <param name="used">How much was used and not told yet.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>.</exception>
    public async ValueTask ReturnAsync(
        string holder, TenantId tenant, QuotaWindow window, string what, long left, long used, CancellationToken cancellationToken)
    {
        await HoldAsync(holder, tenant, window, what, -left - used, cancellationToken).ConfigureAwait(false);
        await _ledger.ReturnAsync(tenant, window, what, left, used, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As <see cref="ITenantBudget.ReadAsync"/>.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="day">The day.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>.</exception>
    public ValueTask<TenantDay> ReadAsync(TenantId tenant, DateOnly day, CancellationToken cancellationToken) => _budget.ReadAsync(tenant, day, cancellationToken);

    private async ValueTask ReclaimAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        ImmutableArray<HeldLease> gone = [];
        await _store.ChangeAsync<LeaseBook>(
            LeaseBook.Key(tenant),
            known =>
            {
                var left = (known ?? LeaseBook.Empty).Without(_holders);
                gone = known is null ? [] : [.. known.Leases.Except(left.Leases)];
                return left;
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var lease in gone)
        {
            if (lease.What == HeldLease.LanguageModels)
            {
                await _budget.ReturnAsync(tenant, lease.Day, lease.OfLanguageModels, LanguageModelUsage.None, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await _ledger.ReturnAsync(tenant, QuotaWindow.Of(lease.Day), lease.What, lease.Amount, used: 0, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private ValueTask HoldAsync(string holder, TenantId tenant, QuotaWindow window, string what, long amount, CancellationToken cancellationToken) =>
        DateOnly.TryParseExact(window.Name, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? HoldAsync(holder, tenant, day, what, new(amount, 0), cancellationToken)
            : ValueTask.CompletedTask;

    private async ValueTask HoldAsync(string holder, TenantId tenant, DateOnly day, string what, LanguageModelAmount amount, CancellationToken cancellationToken)
    {
        if (amount != default)
        {
            await _store.ChangeAsync<LeaseBook>(
                LeaseBook.Key(tenant), known => (known ?? LeaseBook.Empty).Add(holder, day, what, amount), cancellationToken).ConfigureAwait(false);
        }
    }
}
