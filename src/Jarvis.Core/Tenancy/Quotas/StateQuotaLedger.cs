using Jarvis.Identity;
using Jarvis.State;

namespace Jarvis.Tenancy;

/// <summary>
/// Counts in the state store: a small document for each tenant and day, and one for its minutes. At most a quarter of what is left is leased at
/// once, if that is enough, so that what a killed process had set aside is never most of it.
/// </summary>
/// <param name="store">Where the documents are kept.</param>
internal sealed class StateQuotaLedger(IStateStore store) : IQuotaLedger
{
    public async ValueTask<(long Granted, long Taken)> LeaseAsync(
        TenantId tenant, QuotaWindow window, string what, long least, long wanted, long? limit, long used, CancellationToken cancellationToken)
    {
        var (granted, taken) = (0L, 0L);
        await store.ChangeAsync<TenantCounts>(TenantCounts.Key(tenant, window), known => Grant(Current(known, window)), cancellationToken).ConfigureAwait(false);
        return (granted, taken);

        TenantCounts Grant(TenantCounts counts)
        {
            var count = counts.Of(what);
            taken = count.Taken;
            var left = limit - taken;
            granted = left < least ? 0 : Math.Max(least, Math.Min(wanted, left / 4 ?? long.MaxValue));
            return granted == 0 && used == 0 ? counts : counts.With(what, new(taken + granted, count.Used + used));
        }
    }

    public async ValueTask ReturnAsync(TenantId tenant, QuotaWindow window, string what, long left, long used, CancellationToken cancellationToken) =>
        await store.ChangeAsync<TenantCounts>(
            TenantCounts.Key(tenant, window),
            known =>
            {
                // Of a minute that is over nobody asks any more.
                if (known is not null && known.Window != window.Name)
                    return known;

                var counts = Current(known, window);
                var count = counts.Of(what);
                return counts.With(what, new(Math.Max(0, count.Taken - left), count.Used + used));
            },
            cancellationToken).ConfigureAwait(false);

    private static TenantCounts Current(TenantCounts? known, QuotaWindow window) => known?.Window == window.Name ? known : TenantCounts.New(window);
}
