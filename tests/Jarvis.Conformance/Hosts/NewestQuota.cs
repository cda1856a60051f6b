using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Conformance.Hosts;

/// <summary>The quota of the newest host of a store that outlives hosts: those before may be dead.</summary>
internal sealed class NewestQuota : IStorageQuota
{
    internal IStorageQuota Newest { get; set; } = null!;

    public ValueTask<long?> LimitOfAsync(TenantId tenant, CancellationToken cancellationToken) => Newest.LimitOfAsync(tenant, cancellationToken);

    public JarvisException Exceeded(TenantId tenant, long limit, long used, long more) => Newest.Exceeded(tenant, limit, used, more);
}
