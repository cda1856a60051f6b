using Jarvis.Identity;

namespace Jarvis.Models.Serving;

/// <summary>Whether a replica serves several tenants: one asked, and another a moment before or after.</summary>
/// <param name="time">The clock.</param>
internal sealed class TenantMix(TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);

    private TenantId? _last;
    private long? _changed;

    /// <summary>A request comes.</summary>
    internal void Arrive(TenantId tenant, long now)
    {
        _changed = _last is { } last && last != tenant ? now : _changed;
        _last = tenant;
    }

    internal bool IsShared(long now) => _changed is { } changed && time.GetElapsedTime(changed, now) < Remembered;
}
