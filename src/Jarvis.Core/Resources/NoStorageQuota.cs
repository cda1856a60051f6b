using Jarvis.Errors;
using Jarvis.Identity;

namespace Jarvis.Resources;

/// <summary>No limit.</summary>
internal sealed class NoStorageQuota : IStorageQuota
{
    public ValueTask<long?> LimitOfAsync(TenantId tenant, CancellationToken cancellationToken) => new((long?)null);

    public JarvisException Exceeded(TenantId tenant, long limit, long used, long more) => throw new NotSupportedException("There is no limit.");
}
