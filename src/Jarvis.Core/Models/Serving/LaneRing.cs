using Jarvis.Identity;

namespace Jarvis.Models.Serving;

/// <summary>The tenants that wait at one priority, in turns: deficit round robin.</summary>
/// <typeparam name="T">What waits.</typeparam>
internal sealed class LaneRing<T>
{
    private readonly Dictionary<TenantId, TenantLane<T>> _lanes = [];
    private readonly LinkedList<TenantLane<T>> _ring = [];

    /// <summary>How many tenants wait.</summary>
    internal int Count => _lanes.Count;

    internal TenantLane<T>? Find(TenantId tenant) => _lanes.GetValueOrDefault(tenant);

    internal void Add(TenantLane<T> lane)
    {
        _lanes.Add(lane.Tenant, lane);
        _ring.AddLast(lane.InRing);
    }

    internal void Remove(TenantLane<T> lane)
    {
        _lanes.Remove(lane.Tenant);
        _ring.Remove(lane.InRing);
    }

    /// <summary>The tenant whose turn it is. To ask again changes nothing.</summary>
    internal TenantLane<T> Next()
    {
        while (true)
        {
            var lane = _ring.First!.Value;
            if (!lane.HasTurn)
            {
                lane.HasTurn = true;
                lane.Deficit += lane.Weight;
            }

            if (lane.Deficit > 0)
            {
                return lane;
            }

            // What a tenant owes was taken from the queue before, so that the turns that it waits out are no more than those requests.
            lane.HasTurn = false;
            _ring.Remove(lane.InRing);
            _ring.AddLast(lane.InRing);
        }
    }
}
