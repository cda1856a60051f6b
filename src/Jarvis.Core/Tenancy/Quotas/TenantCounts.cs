using System.Collections.Immutable;
using System.Globalization;
using Jarvis.Identity;
using Jarvis.State;

namespace Jarvis.Tenancy;

/// <summary>What a tenant has had of counted things in one window of time, as it is kept.</summary>
/// <param name="Window">Which window: one document serves all minutes, and begins anew with each.</param>
/// <param name="Counts">By the name of what is counted.</param>
internal sealed record TenantCounts(string Window, ImmutableSortedDictionary<string, QuotaCount> Counts)
{
    internal static StateKey Key(TenantId tenant, QuotaWindow window) => new("tenant-counts", $"{tenant}/{window.Document}");

    internal static StateKey Key(TenantId tenant, DateOnly day) => Key(tenant, QuotaWindow.Of(day));

    internal static TenantCounts New(QuotaWindow window) => new(window.Name, ImmutableSortedDictionary<string, QuotaCount>.Empty.WithComparers(StringComparer.Ordinal));

    /// <summary>How much of a thing; nothing for what was not counted.</summary>
    internal QuotaCount Of(string what) => Counts.GetValueOrDefault(what) ?? QuotaCount.None;

    internal TenantCounts With(string what, QuotaCount count) => this with { Counts = Counts.SetItem(what, count) };

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Window}: {Counts.Count}");
}
