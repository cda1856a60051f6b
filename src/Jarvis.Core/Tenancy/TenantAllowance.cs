using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.LanguageModels;

namespace Jarvis.Tenancy;

/// <summary>What this process has leased for a tenant on one day, spent call by call. Thread-safe.</summary>
/// <param name="budget">Where it is leased from.</param>
/// <param name="tenant">The tenant.</param>
/// <param name="day">The day.</param>
/// <param name="chunk">How much is leased at once.</param>
/// <param name="time">The clock.</param>
#pragma warning disable CA1001 // The semaphore holds nothing: nobody asks for its wait handle.
internal sealed class TenantAllowance(ITenantBudget budget, TenantId tenant, DateOnly day, LanguageModelAmount chunk, TimeProvider time)
#pragma warning restore CA1001
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _leasing = new(1);
    private readonly UsageNews _news = new(time);
    private LanguageModelAmount _leased;
    private LanguageModelAmount _used;
    private LanguageModelAmount _held;
    private LanguageModelUsage _untold = LanguageModelUsage.None;
    private int _calls;
    private bool _isRetired;

    internal DateOnly Day => day;

    /// <summary>What was used and is not told yet.</summary>
    internal LanguageModelUsage Untold
    {
        get
        {
            lock (_lock)
                return _untold;
        }
    }

    /// <summary>Holds back what a call may use, leasing more where that is needed.</summary>
    /// <returns>Null when the allowance is retired: ask the one that came after it.</returns>
    /// <exception cref="JarvisException">The tenant's limit does not allow it (<see cref="ErrorCode.QuotaExceeded"/>), or the budget cannot be reached.</exception>
    internal async ValueTask<ILanguageModelHold?> HoldAsync(LanguageModelAmount most, CancellationToken cancellationToken)
    {
        if (TryHold(most, out var missing))
            return new Hold(this, most);

        if (missing is null)
            return null;

        await _leasing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Who waited may find what the one before leased, and others may take what was leased for this one.
            while (!TryHold(most, out missing))
            {
                if (missing is not { } least)
                    return null;

                await LeaseAsync(least).ConfigureAwait(false);
            }

            return new Hold(this, most);
        }
        finally
        {
            _leasing.Release();
            await ReturnIfDoneAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Takes no more calls, and gives back what is left once those that it holds are settled.</summary>
    internal ValueTask RetireAsync()
    {
        lock (_lock)
            _isRetired = true;

        return ReturnIfDoneAsync();
    }

    private bool TryHold(LanguageModelAmount most, out LanguageModelAmount? missing)
    {
        lock (_lock)
        {
            var lacks = LanguageModelAmount.Max(most - (_leased - _used - _held), default);
            missing = _isRetired ? null : lacks;
            if (_isRetired || lacks != default)
                return false;

            _held += most;
            _calls++;
            return true;
        }
    }

    private async ValueTask LeaseAsync(LanguageModelAmount least)
    {
        var untold = TakeUntold();
        var wanted = new LanguageModelAmount(
            least.Tokens > 0 ? Math.Max(least.Tokens, chunk.Tokens) : 0, least.Cost > 0 ? Math.Max(least.Cost, chunk.Cost) : 0);
        try
        {
            // Once begun it is done: what is leased without anybody knowing would be lost for the day.
            var leased = await budget.LeaseAsync(tenant, day, least, wanted, untold, CancellationToken.None).ConfigureAwait(false);
            lock (_lock)
                _leased += leased;
        }
        catch
        {
            lock (_lock)
                _untold += untold;

            throw;
        }
    }

    private LanguageModelUsage TakeUntold()
    {
        lock (_lock)
        {
            var untold = _untold;
            _untold = LanguageModelUsage.None;
            return untold;
        }
    }

    private async ValueTask ReturnIfDoneAsync()
    {
        LanguageModelAmount left;
        lock (_lock)
        {
            left = _leased - _used;
            if (!_isRetired || _calls > 0 || (left == default && _untold == LanguageModelUsage.None))
                return;

            _leased = _used = default;
        }

        try
        {
            await budget.ReturnAsync(tenant, day, left, TakeUntold(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (JarvisException)
        {
            // What is not given back counts as used: the limit is kept, and the call that ended has its answer.
        }
    }

    private ValueTask SettleAsync(LanguageModelAmount most, LanguageModelUsage used)
    {
        var isDue = false;
        lock (_lock)
        {
            _held -= most;
            _calls--;
            _used += LanguageModelAmount.Of(used);
            _untold += used;
            if (!_isRetired && _news.IsDue)
            {
                isDue = true;
                _news.Told();
            }
        }

        if (isDue)
            _ = TellAsync();

        return ReturnIfDoneAsync();
    }

    /// <summary>Tells what was used, for whoever goes on when this process is killed.</summary>
    private async Task TellAsync()
    {
        var untold = TakeUntold();
        try
        {
            await budget.ReturnAsync(tenant, day, default, untold, CancellationToken.None).ConfigureAwait(false);
        }
        catch (JarvisException)
        {
            lock (_lock)
                _untold += untold;
        }
    }

    private sealed class Hold(TenantAllowance allowance, LanguageModelAmount most) : ILanguageModelHold
    {
        public ValueTask SettleAsync(LanguageModelRole role, LanguageModelUsage used) => allowance.SettleAsync(most, used);
    }
}
