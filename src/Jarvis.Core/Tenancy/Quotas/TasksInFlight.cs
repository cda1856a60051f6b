using Jarvis.Identity;

namespace Jarvis.Tenancy;

/// <summary>How many tasks of each tenant are with the models of this process, or wait to be. Thread-safe.</summary>
internal sealed class TasksInFlight
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TenantId, int> _counts = [];

    internal int Of(TenantId tenant)
    {
        lock (_lock)
            return _counts.GetValueOrDefault(tenant);
    }

    internal void Set(TenantId tenant, int count)
    {
        lock (_lock)
        {
            if (count == 0)
                _counts.Remove(tenant);
            else
                _counts[tenant] = count;
        }
    }
}
