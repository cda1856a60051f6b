using Jarvis.Conversations;
using Jarvis.Identity;
using Jarvis.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace Jarvis;

/// <summary>Goes on with what was under way when a host stopped: turns that were open, and tenants that were being deleted.</summary>
/// <param name="services">Of the host. Deletion is asked for only where one had begun: not every store can do it.</param>
/// <param name="conversations">Finds the turns.</param>
/// <param name="tenants">Knows which are being deleted.</param>
public sealed class HostRecovery(IServiceProvider services, ConversationRecovery conversations, ITenants tenants)
{
    /// <summary>Takes up the turns, and then what is left to delete.</summary>
    /// <param name="cancellationToken">Ends the call; turns that were taken up go on.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // First: users wait for it, and there may be many tenants.
        await conversations.RunAsync(cancellationToken).ConfigureAwait(false);
        var begun = new List<TenantId>();
        await foreach (var tenant in tenants.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (tenant.DeletingSince is not null)
            {
                begun.Add(tenant.Id);
            }
        }

        foreach (var tenant in begun)
        {
            await services.GetRequiredService<TenantDeletion>().RunAsync(tenant, progress: null, cancellationToken).ConfigureAwait(false);
        }
    }
}
