using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Resources;

namespace Jarvis.Conformance;

/// <summary>The same limit for every tenant, that may be changed.</summary>
public sealed class FixedStorageQuota : IStorageQuota
{
    public long? Limit { get; set; }

    /// <summary>Done each time that the limit is asked for.</summary>
    public Func<ValueTask>? Asked { get; set; }

    public async ValueTask<long?> LimitOfAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        if (Asked is not null)
            await Asked();

        return Limit;
    }

    public JarvisException Exceeded(TenantId tenant, long limit, long used, long more) =>
        new(ErrorCode.QuotaExceeded, $"{tenant} may keep {limit}, keeps {used} and wants {more} more.");
}
