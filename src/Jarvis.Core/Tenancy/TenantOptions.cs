using System.ComponentModel.DataAnnotations;
using Jarvis.Identity;

namespace Jarvis.Tenancy;

/// <summary>What each tenant may use that has no limits of its own. What is set with <c>jarvis tenants limits</c> goes before it.</summary>
public sealed class TenantOptions : TenantLimits
{
    /// <summary>Where it stands in configuration.</summary>
    public const string Section = "Jarvis:Tenants";

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

    /// <summary>The most turns of a minute or a day, likewise. 32 by default.</summary>
    [Range(1, 1_000_000)]
    public int LeaseTurns { get; set; } = 32;

    /// <summary>The most seconds of a device, likewise. 60 by default.</summary>
    [Range(1, 86_400)]
    public int LeaseDeviceSeconds { get; set; } = 60;

    /// <summary>The limits of a tenant.</summary>
    /// <param name="tenant">The tenant.</param>
    public TenantLimits Of(TenantId tenant) => Named.TryGetValue(tenant.Value, out var own) ? own : this;

    /// <summary>The key by which a tenant's limit is set.</summary>
    internal string KeyOf(TenantId tenant, string name) => Named.ContainsKey(tenant.Value) ? $"{Section}:{nameof(Named)}:{tenant}:{name}" : $"{Section}:{name}";
}
