using System.Globalization;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.State;
using Microsoft.Extensions.Options;

namespace Jarvis.Tenancy;

/// <summary>
/// Holds tenants to their turns and to their seconds of each device. Both are counted by leases: a process sets some aside in one write and spends it
/// without another. A limit is never passed, whatever is killed; what a killed process had set aside counts as used. Only what a device was at
/// when its time was up comes on top. Thread-safe.
/// </summary>
internal sealed class TenantQuotas : ITurnQuota, IDeviceMeter, IAsyncDisposable, IDisposable
{
    /// <summary>How many counts are remembered; the one that came first is given back for one more.</summary>
    private const int Capacity = 4096;

    private const string Turns = "turns";
    private const string Devices = "device:";

    private readonly IStateStore _store;
    private readonly ITenants _tenants;
    private readonly TenantOptions _options;
    private readonly TasksInFlight _inFlight;
    private readonly TimeProvider _time;
    private readonly IQuotaLedger _ledger;
    private readonly Lock _lock = new();
    private readonly Dictionary<CountKey, LeasedQuota> _open = [];
    private readonly Queue<CountKey> _oldest = new();
    private readonly HashSet<TenantId> _deleted = [];

    /// <param name="store">Where counts are kept.</param>
    /// <param name="ledger">Where they are leased from.</param>
    /// <param name="tenants">The limits.</param>
    /// <param name="options">How much is leased at once.</param>
    /// <param name="inFlight">How many tasks are with models.</param>
    /// <param name="time">The clock.</param>
    public TenantQuotas(IStateStore store, IQuotaLedger ledger, ITenants tenants, IOptions<TenantOptions> options, TasksInFlight inFlight, TimeProvider time)
    {
        (_store, _ledger, _tenants, _options, _inFlight, _time) = (store, ledger, tenants, options.Value, inFlight, time);
    }

    /// <inheritdoc/>
    public async ValueTask TakeAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await _tenants.AdmitAsync(tenant, cancellationToken).ConfigureAwait(false);
        lock (_lock)
            _deleted.Remove(tenant);

        var limits = await _tenants.LimitsOfAsync(tenant, cancellationToken).ConfigureAwait(false);
        if (limits.MaxTasksInFlight is { } most && _inFlight.Of(tenant) is var tasks && tasks >= most)
        {
            throw Exceeded(
                tenant, TenantLimit.TasksInFlight, most, $"{tasks:N0} are with models or wait to be", "Ask again when some have ended", TimeSpan.FromSeconds(1));
        }

        var now = _time.GetUtcNow();
        if (limits.MaxTurnsPerMinute is { } perMinute)
        {
            var minute = QuotaWindow.MinuteOf(now);
            var count = await OpenAsync(new(tenant, "minute", Turns), minute, _options.LeaseTurns).ConfigureAwait(false);
            if (await count.TakeAsync(1, perMinute, cancellationToken).ConfigureAwait(false) is { } taken)
                throw Exceeded(tenant, TenantLimit.TurnsPerMinute, perMinute, $"{taken:N0} were accepted or set aside in this one", "Ask again when it is over", minute.End - now);
        }

        var day = QuotaWindow.DayOf(now);
        var today = await OpenAsync(new(tenant, "day", Turns), day, _options.LeaseTurns).ConfigureAwait(false);
        if (await today.TakeAsync(1, limits.MaxTurnsPerDay, cancellationToken).ConfigureAwait(false) is { } already)
        {
            Spend(new(tenant, "minute", Turns), -1);
            throw Exceeded(
                tenant, TenantLimit.TurnsPerDay, limits.MaxTurnsPerDay ?? 0, $"{already:N0} were accepted or set aside today", TenantErrors.NextDay(DateOnly.FromDateTime(now.UtcDateTime)), day.End - now);
        }
    }

    /// <inheritdoc/>
    public void GiveBack(TenantId tenant)
    {
        Spend(new(tenant, "minute", Turns), -1);
        Spend(new(tenant, "day", Turns), -1);
    }

    /// <summary>Refuses work on a device for a tenant that has had its time there.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.QuotaExceeded"/>.</exception>
    internal async ValueTask RequireDeviceAsync(TenantId tenant, DeviceId device, CancellationToken cancellationToken)
    {
        var limits = await _tenants.LimitsOfAsync(tenant, cancellationToken).ConfigureAwait(false);
        if (limits.SecondsOn(device.Value) is not { } seconds)
            return;

        var now = _time.GetUtcNow();
        var day = QuotaWindow.DayOf(now);
        var count = await OpenAsync(DeviceKey(tenant, device), day, _options.LeaseDeviceSeconds * 1000L).ConfigureAwait(false);

        // How long it will take nobody knows; that there is any time at all is asked with the shortest.
        if (await count.TakeAsync(1, seconds * 1000L, cancellationToken).ConfigureAwait(false) is { } taken)
        {
            var limit = limits.DeviceSecondsPerDay.ContainsKey(device.Value) ? TenantLimit.DeviceSecondsOn(device.Value) : TenantLimit.DeviceSeconds;
            throw Exceeded(
                tenant, limit, seconds, $"{taken / 1000.0:N1} s on {device} are used or set aside", TenantErrors.NextDay(DateOnly.FromDateTime(now.UtcDateTime)), day.End - now, retryable: false);
        }

        count.Spend(-1);
    }

    /// <inheritdoc/>
    public void Record(TenantId tenant, DeviceId device, TimeSpan time)
    {
        lock (_lock)
        {
            // The end of what could not be stopped at once: nobody's any more.
            if (_deleted.Contains(tenant))
                return;
        }

        var (count, retired) = Open(DeviceKey(tenant, device), QuotaWindow.DayOf(_time.GetUtcNow()), _options.LeaseDeviceSeconds * 1000L);
        count.Spend((long)Math.Ceiling(time.TotalMilliseconds));
        if (count.Untold >= _options.LeaseDeviceSeconds * 1000L)
            _ = count.ReturnAsync().AsTask();

        if (retired is not null)
            _ = retired.ReturnAsync().AsTask();
    }

    /// <summary>What a tenant has used on a day: all that this process knows, and what others have told.</summary>
    internal async ValueTask<(long Turns, IReadOnlyDictionary<string, TimeSpan> Devices)> ReadAsync(TenantId tenant, DateOnly day, CancellationToken cancellationToken)
    {
        var told = (await _store.ReadAsync<TenantCounts>(TenantCounts.Key(tenant, day), cancellationToken).ConfigureAwait(false))?.Value
            ?? TenantCounts.New(QuotaWindow.Of(day));
        var used = told.Counts.ToDictionary(count => count.Key, count => count.Value.Used, StringComparer.Ordinal);
        lock (_lock)
        {
            foreach (var (key, open) in _open)
            {
                if (key.Tenant == tenant && open.Window == QuotaWindow.Of(day))
                    used[key.What] = used.GetValueOrDefault(key.What) + open.Untold;
            }
        }

        return (
            used.GetValueOrDefault(Turns),
            used.Where(count => count.Key.StartsWith(Devices, StringComparison.Ordinal) && count.Value > 0)
                .ToDictionary(count => count.Key[Devices.Length..], count => TimeSpan.FromMilliseconds(count.Value), StringComparer.Ordinal));
    }

    /// <summary>Forgets what is held of a tenant that is deleted, without giving it back.</summary>
    internal void Forget(TenantId tenant)
    {
        lock (_lock)
        {
            foreach (var key in _open.Keys.Where(key => key.Tenant == tenant).ToList())
                _open.Remove(key);

            if (_deleted.Count >= Capacity)
                _deleted.Clear();

            _deleted.Add(tenant);
        }
    }

    /// <summary>Gives back what is left over.</summary>
    public async ValueTask DisposeAsync()
    {
        List<LeasedQuota> open;
        lock (_lock)
        {
            open = [.. _open.Values];
            _open.Clear();
            _oldest.Clear();
        }

        foreach (var quota in open)
            await quota.ReturnAsync().ConfigureAwait(false);
    }

    /// <summary>For whoever cannot wait: what is left over counts as used.</summary>
    public void Dispose()
    {
    }

    private static CountKey DeviceKey(TenantId tenant, DeviceId device) => new(tenant, "day", Devices + device.Value);

    private void Spend(CountKey key, long amount)
    {
        lock (_lock)
            _open.GetValueOrDefault(key)?.Spend(amount);
    }

    private async ValueTask<LeasedQuota> OpenAsync(CountKey key, QuotaWindow window, long chunk)
    {
        var (open, retired) = Open(key, window, chunk);
        if (retired is not null)
            await retired.ReturnAsync().ConfigureAwait(false);

        return open;
    }

    /// <summary>The count of now, and one that is to be given back for it: that of the window before, or of another tenant.</summary>
    private (LeasedQuota Open, LeasedQuota? Retired) Open(CountKey key, QuotaWindow window, long chunk)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(key, out var known) && known.Window == window)
                return (known, null);

            var retired = known;
            if (known is null)
            {
                while (_oldest.Count >= Capacity && retired is null)
                    _open.Remove(_oldest.Dequeue(), out retired);

                _oldest.Enqueue(key);
            }

            return (_open[key] = new(_ledger, key.Tenant, window, key.What, chunk, _time), retired);
        }
    }

    private JarvisException Exceeded(
        TenantId tenant, TenantLimit limit, long value, FormattableString state, string next, TimeSpan retryAfter, bool retryable = true) => TenantErrors.Exceeded(
        tenant, limit, value, state.ToString(CultureInfo.InvariantCulture), next, retryAfter, _options.KeyOf(tenant, limit.Option), retryable);

    private readonly record struct CountKey(TenantId Tenant, string Span, string What);
}
