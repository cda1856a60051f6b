using System.ComponentModel.DataAnnotations;
using Jarvis.Identity;

namespace Jarvis.Tenancy;

/// <summary>What each tenant may use. Nothing set: as much as it likes.</summary>
public sealed class TenantOptions
{
    /// <summary>Where it stands in configuration.</summary>
    public const string Section = "Jarvis:Tenants";

    /// <summary>The most tokens of language models that each tenant may use in a day of UTC; at least 1. Null, the default, for no limit.</summary>
    public long? MaxTokensPerDay { get; set; }

    /// <summary>The most US dollars, likewise; needs the prices of the language models. Null, the default, for no limit.</summary>
    public decimal? MaxCostPerDay { get; set; }

    /// <summary>The limits of tenants that have their own, by id: what is null there is not limited.</summary>
    public IDictionary<string, TenantLimits> Named { get; } = new Dictionary<string, TenantLimits>(StringComparer.Ordinal);

    /// <summary>
    /// The most tokens that a process sets aside at once, so that not every call is a write. What it has set aside is lost for the day when it is
    /// killed; near the limit it is less. 50,000 by default.
    /// </summary>
    [Range(1, 1_000_000_000)]
    public long LeaseTokens { get; set; } = 50_000;

    /// <summary>The most US dollars, likewise; above 0. 0.10 by default.</summary>
    public decimal LeaseCost { get; set; } = 0.10m;

    /// <summary>The limits of a tenant.</summary>
    /// <param name="tenant">The tenant.</param>
    public TenantLimits Of(TenantId tenant) =>
        Named.TryGetValue(tenant.Value, out var own) ? own : new() { MaxTokensPerDay = MaxTokensPerDay, MaxCostPerDay = MaxCostPerDay };

    /// <summary>The key by which a tenant's limit is set.</summary>
    internal string KeyOf(TenantId tenant, string name) => Named.ContainsKey(tenant.Value) ? $"{Section}:{nameof(Named)}:{tenant}:{name}" : $"{Section}:{name}";
}
