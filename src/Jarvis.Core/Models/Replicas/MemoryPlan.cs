using System.Collections.Immutable;

namespace Jarvis.Models.Replicas;

/// <summary>
/// Decides who has to go when a replica needs memory: the least recently used first, never one that is pinned or has work, and nobody
/// where that would not be enough anyway.
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

        return new(MemoryAnswer.Wait, Evict(missing - Bytes(residents, ResidentHold.Leaving), residents));
    }

    private static ImmutableArray<T> Evict<T>(long missing, IReadOnlyList<Resident<T>> residents)
    {
        var evicted = ImmutableArray.CreateBuilder<T>();
        foreach (var resident in residents.Where(resident => resident is { Hold: ResidentHold.None, Bytes: > 0 }).OrderBy(resident => resident.LastUsed))
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
