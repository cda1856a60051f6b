using Jarvis.Identity;

namespace Jarvis.Models.Serving;

/// <summary>For whom a request is run, and by when.</summary>
/// <param name="Tenant">Who asks. Tenants share a queue fairly.</param>
/// <param name="Priority">Whether somebody waits.</param>
/// <param name="Deadline">When an answer is of no use any more; null where it always is.</param>
public readonly record struct RequestTerms(
    TenantId Tenant, RequestPriority Priority = RequestPriority.Interactive, DateTimeOffset? Deadline = null)
{
    /// <summary>The largest <see cref="Weight"/>.</summary>
    public const int MaxWeight = 1000;

    /// <summary>The tenant's share next to that of others: a tenant of weight 2 is served twice as often. 1 to 1,000; 1 by default.</summary>
    public int Weight { get; init; } = 1;
}
