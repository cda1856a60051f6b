using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.State;

namespace Jarvis.Tenancy;

/// <summary>Who has leased what of one tenant, as it is kept.</summary>
/// <param name="Leases">Of days that are not over.</param>
internal sealed record LeaseBook(ImmutableArray<HeldLease> Leases)
{
    internal static LeaseBook Empty { get; } = new([]);

    internal static StateKey Key(TenantId tenant) => new("tenant-leases", tenant.Value);

    /// <summary>Adds to what a process holds; what is below 0 takes away. No more is taken than there is, and what is over is forgotten.</summary>
    internal LeaseBook Add(string holder, DateOnly day, string what, LanguageModelAmount amount)
    {
        var known = Leases.FirstOrDefault(lease => lease.Is(holder, day, what))?.OfLanguageModels ?? default;
        var (now, others) = (LanguageModelAmount.Max(known + amount, default), Leases.RemoveAll(lease => lease.Day < day || lease.Is(holder, day, what)));
        return new(now == default ? others : others.Add(new(holder, day, what, now.Tokens, now.Cost)));
    }

    /// <summary>Without what processes hold that are gone.</summary>
    internal LeaseBook Without(ILeaseHolders holders) =>
        Leases.RemoveAll(lease => holders.IsGone(lease.Holder)) is var left && left.Length == Leases.Length ? this : new(left);
}
