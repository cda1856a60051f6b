using System.Collections.Immutable;

namespace Jarvis.Models.Replicas;

/// <summary>
/// Decides who has to go when a replica needs memory: what a model has more of than it needs, which costs no request a load, then the least
/// recently used, never one that is pinned or has work, and nobody where that would not be enough anyway.
/// </summary>
internal static class MemoryPlan
{
    /// <summary>Decides.</summary>
    /// <typeparam name="T">What replicas are known by.</typeparam>
    /// <param name="needed">Bytes that are needed.</param>
    /// <param name="budget">Bytes that there may be in all; null where nothing limits them.</param>
    /// <param name="residents">Who has memory now.</param>
    internal static MemoryDecision<T> Decide<T>(long needed, long? budget, IReadOnlyList<Resident<T>> residents)
    {
        if (needed == 0 || budget is not { } limit)
        {
            return new(MemoryAnswer.Fits, []);
        }

        if (needed > limit - Bytes(residents, ResidentHold.Pinned))
        {
            return new(MemoryAnswer.Refuse, []);
        }

        var missing = needed - (limit - residents.Sum(resident => resident.Bytes));
        if (missing <= 0)
        {
            return new(MemoryAnswer.Fits, []);
        }

        missing -= Bytes(residents, ResidentHold.Leaving);
        var evicted = Evict(missing, residents);
        return new(MemoryAnswer.Wait, evicted) { IsEnough = missing <= 0 || !evicted.IsEmpty };
    }

    private static ImmutableArray<T> Evict<T>(long missing, IReadOnlyList<Resident<T>> residents)
    {
        var evicted = ImmutableArray.CreateBuilder<T>();
        var inOrder = residents.Where(resident => resident is { Hold: ResidentHold.Spare or ResidentHold.None, Bytes: > 0 })
            .OrderByDescending(resident => resident.Hold is ResidentHold.Spare)
            .ThenBy(resident => resident.LastUsed);
        foreach (var resident in inOrder)
        {
            if (missing <= 0)
            {
                break;
            }

            evicted.Add(resident.Replica);
            missing -= resident.Bytes;
        }

        // Those that go in vain would only have to be loaded again.
        return missing <= 0 ? evicted.DrainToImmutable() : [];
    }

    private static long Bytes<T>(IReadOnlyList<Resident<T>> residents, ResidentHold hold) =>
        residents.Where(resident => resident.Hold == hold).Sum(resident => resident.Bytes);
}
