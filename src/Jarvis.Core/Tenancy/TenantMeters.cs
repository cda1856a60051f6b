using Jarvis.Identity;
using Jarvis.LanguageModels;
using Microsoft.Extensions.Options;

namespace Jarvis.Tenancy;

/// <summary>
/// The meter of each tenant in this process. Calls are held to what the process has leased of the tenant's day; what is left over is given back
/// when the day ends, when too many tenants are remembered, and when the process ends. Thread-safe.
/// </summary>
/// <param name="budget">Where it is leased from.</param>
/// <param name="options">How much is leased at once.</param>
/// <param name="time">The clock.</param>
public sealed class TenantMeters(ITenantBudget budget, IOptions<TenantOptions> options, TimeProvider time) : IAsyncDisposable, IDisposable
{
    /// <summary>How many tenants are remembered; the one that came first is forgotten for one more.</summary>
    private const int Capacity = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<TenantId, TenantAllowance> _open = [];
    private readonly Queue<TenantId> _oldest = new();

    /// <summary>The meter of a tenant.</summary>
    /// <param name="tenant">The tenant.</param>
    public ILanguageModelMeter Of(TenantId tenant) => new Meter(this, tenant);

    /// <summary>What a tenant has used on a day: all that this process knows, and what others have told.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="day">A day of UTC.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    public async ValueTask<TenantDay> ReadAsync(TenantId tenant, DateOnly day, CancellationToken cancellationToken)
    {
        var told = await budget.ReadAsync(tenant, day, cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            return _open.TryGetValue(tenant, out var open) && open.Day == day ? told with { Used = told.Used + open.Untold } : told;
        }
    }

    /// <summary>Forgets what is held of a tenant that is deleted, without giving it back.</summary>
    /// <param name="tenant">The tenant.</param>
    internal void Forget(TenantId tenant)
    {
        lock (_lock)
            _open.Remove(tenant);
    }

    /// <summary>Gives back what is left over of all tenants' days. Calls that are under way give back theirs when they end.</summary>
    public async ValueTask DisposeAsync()
    {
        List<TenantAllowance> open;
        lock (_lock)
        {
            open = [.. _open.Values];
            _open.Clear();
            _oldest.Clear();
        }

        foreach (var allowance in open)
            await allowance.RetireAsync().ConfigureAwait(false);
    }

    /// <summary>For whoever cannot wait: what is left over counts as used for the day.</summary>
    public void Dispose()
    {
    }

    private async ValueTask<ILanguageModelHold> HoldAsync(TenantId tenant, LanguageModelAmount most, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (allowance, retired) = Open(tenant, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
            if (retired is not null)
                await retired.RetireAsync().ConfigureAwait(false);

            if (await allowance.HoldAsync(most, cancellationToken).ConfigureAwait(false) is { } hold)
                return hold;
        }
    }

    /// <summary>The tenant's allowance of today, and one that is to be retired for it: that of yesterday, or of another tenant.</summary>
    private (TenantAllowance Open, TenantAllowance? Retired) Open(TenantId tenant, DateOnly today)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(tenant, out var known) && known.Day == today)
                return (known, null);

            var retired = known;
            while (known is null && retired is null && _oldest.Count >= Capacity)
                _open.Remove(_oldest.Dequeue(), out retired);

            if (known is null)
                _oldest.Enqueue(tenant);

            return (_open[tenant] = new(budget, tenant, today, new(options.Value.LeaseTokens, options.Value.LeaseCost), time), retired);
        }
    }

    private sealed class Meter(TenantMeters meters, TenantId tenant) : ILanguageModelMeter
    {
        public ValueTask<ILanguageModelHold> HoldAsync(LanguageModelAmount most, CancellationToken cancellationToken) =>
            meters.HoldAsync(tenant, most, cancellationToken);
    }
}
