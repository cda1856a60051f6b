using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.LanguageModels;

namespace Jarvis.Tenancy;

/// <summary>What a tenant has used on a day of UTC.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Day">The day.</param>
/// <param name="Turns">How many turns were accepted.</param>
/// <param name="LanguageModels">What calls of language models used, and what calls of other models cost.</param>
/// <param name="DeviceSeconds">How long models worked, by device.</param>
public sealed record TenantUsageReport(
    TenantId Tenant, DateOnly Day, long Turns, LanguageModelUsage LanguageModels, ImmutableSortedDictionary<string, double> DeviceSeconds)
{
    /// <summary>How many bytes of files it keeps now, each counted once; null for another day than today.</summary>
    public long? StoredBytes { get; init; }
}
