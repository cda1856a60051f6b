using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Resources;

/// <summary>How many bytes of files a tenant may keep.</summary>
public interface IStorageQuota
{
    /// <summary>The most bytes; null for no limit.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<long?> LimitOfAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>What a tenant is told that would have more.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="limit">How many bytes it may keep.</param>
    /// <param name="used">How many it keeps.</param>
    /// <param name="more">How many it would keep besides.</param>
    JarvisException Exceeded(TenantId tenant, long limit, long used, long more);
}
