using Jarvis.Identity;

namespace Jarvis.Models.Serving;

/// <summary>Whether a replica serves several tenants: one asked, and another a moment before or after.</summary>
/// <param name="time">The clock.</param>
internal sealed class TenantMix(TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);

    private TenantId? _last;
    private long _lastAt;
    private long? _changed;

    /// <summary>A request comes.</summary>
    internal void Arrive(TenantId tenant, long now)
    {
        if (_last is { } last && last != tenant && time.GetElapsedTime(_lastAt, now) < Remembered)
        {
            _changed = now;
        }

        (_last, _lastAt) = (tenant, now);
    }

    internal bool IsShared(long now) => _changed is { } changed && time.GetElapsedTime(changed, now) < Remembered;
}
