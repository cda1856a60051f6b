using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Tenancy;

/// <summary>What this process has leased of one thing, for a tenant and a window of time. Thread-safe.</summary>
/// <param name="ledger">Where it is leased from.</param>
/// <param name="tenant">The tenant.</param>
/// <param name="window">When.</param>
/// <param name="what">What is counted.</param>
/// <param name="chunk">How much is leased at once.</param>
/// <param name="time">The clock.</param>
#pragma warning disable CA1001 // The semaphore holds nothing: nobody asks for its wait handle.
internal sealed class LeasedQuota(IQuotaLedger ledger, TenantId tenant, QuotaWindow window, string what, long chunk, TimeProvider time)
#pragma warning restore CA1001
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _leasing = new(1);
    private readonly UsageNews _news = new(time);
    private long _leased;
    private long _used;
    private long _told;

    internal QuotaWindow Window => window;

    /// <summary>What was used and is not told yet.</summary>
    internal long Untold
    {
        get
        {
            lock (_lock)
                return _used - _told;
        }
    }

    /// <summary>Uses some, leasing more where that is needed.</summary>
    /// <returns>Null when there was enough; how much is taken out of the limit where there was not.</returns>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>.</exception>
    internal async ValueTask<long?> TakeAsync(long amount, long? limit, CancellationToken cancellationToken)
    {
        if (limit is null)
        {
            // Nothing is asked for; now and then it is told for those who want to know.
            Spend(amount);
            if (Untold >= chunk)
                await ReturnAsync().ConfigureAwait(false);

            return null;
        }

        if (TryTake(amount, out _))
        {
            TellIfDue();
            return null;
        }

        await _leasing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Who waited may find what the one before leased, and others may take what was leased for this one.
            while (!TryTake(amount, out var missing))
            {
                var used = TakeUntold();
                try
                {
                    // Once begun it is done: what is leased without anybody knowing would be lost.
                    var (granted, taken) = await ledger.LeaseAsync(
                        tenant, window, what, missing, Math.Max(missing, chunk), limit, used, CancellationToken.None).ConfigureAwait(false);
                    if (granted == 0)
                        return taken;

                    lock (_lock)
                        _leased += granted;
                }
                catch
                {
                    lock (_lock)
                        _told -= used;

                    throw;
                }
            }

            return null;
        }
        finally
        {
            _leasing.Release();
        }
    }

    /// <summary>Tells what was used, where it was not for a while.</summary>
    private void TellIfDue()
    {
        lock (_lock)
        {
            if (!_news.IsDue || _used == _told)
                return;

            _news.Told();
        }

        _ = TellAsync();
    }

    private async Task TellAsync()
    {
        var used = TakeUntold();
        try
        {
            await ledger.ReturnAsync(tenant, window, what, left: 0, used, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is JarvisException or ObjectDisposedException)
        {
            lock (_lock)
                _told -= used;
        }
    }

    /// <summary>Uses some that nobody could refuse any more: it is over. Where it is more than leased, the next lease makes up for it.</summary>
    internal void Spend(long amount)
    {
        lock (_lock)
            _used += amount;

        TellIfDue();
    }

    /// <summary>Gives back what is left over.</summary>
    internal async ValueTask ReturnAsync()
    {
        long left;
        lock (_lock)
        {
            (left, _leased) = (_leased - _used, _used);
            if (left == 0 && _used == _told)
                return;
        }

        try
        {
            await ledger.ReturnAsync(tenant, window, what, left, TakeUntold(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is JarvisException or ObjectDisposedException)
        {
            // What is not given back counts as used: the limit is kept.
        }
    }

    private bool TryTake(long amount, out long missing)
    {
        lock (_lock)
        {
            missing = Math.Max(0, amount - (_leased - _used));
            if (missing > 0)
                return false;

            _used += amount;
            return true;
        }
    }

    private long TakeUntold()
    {
        lock (_lock)
        {
            var untold = _used - _told;
            _told = _used;
            return untold;
        }
    }
}
