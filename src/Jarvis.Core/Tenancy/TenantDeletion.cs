using Jarvis.Actors;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Resources;
using Jarvis.State;

namespace Jarvis.Tenancy;

/// <summary>
/// Deletes a tenant and everything of it. That it is being deleted is kept first, and forgotten last: from then on nothing new is taken for it, and
/// what breaks off is gone on with, by the next start or by deleting it again. Each step may be done twice.
/// </summary>
public sealed class TenantDeletion
{
    /// <summary>How many documents are deleted in one step, so that others get their turn.</summary>
    private const int Step = 200;

    /// <summary>How long it takes until every process refuses work for the tenant: twice what it may know too late.</summary>
    private static readonly TimeSpan KnownEverywhere = 2 * FreshDocuments<TenantDocument>.Freshness;

    private readonly TenantRegistry _tenants;
    private readonly KeyRing _keys;
    private readonly ConversationList _conversations;
    private readonly IActorDirectory _actors;
    private readonly ITenantDocuments _documents;
    private readonly IResourceInventory _resources;
    private readonly TenantMeters _meters;
    private readonly TenantQuotas _quotas;
    private readonly TimeProvider _time;

    internal TenantDeletion(
        TenantRegistry tenants,
        KeyRing keys,
        ConversationList conversations,
        IActorDirectory actors,
        ITenantDocuments documents,
        IResourceInventory resources,
        TenantMeters meters,
        TenantQuotas quotas,
        TimeProvider time)
    {
        (_tenants, _keys, _conversations, _actors) = (tenants, keys, conversations, actors);
        (_documents, _resources, _meters, _quotas, _time) = (documents, resources, meters, quotas, time);
    }

    /// <summary>Deletes a tenant, or goes on with it. A tenant that was not made may have conversations and files too.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="progress">Told how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Breaks it off between two steps.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>: delete it again to go on.</exception>
    public async Task RunAsync(TenantId tenant, IProgress<DeletionProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new("refusing what is new", 0, 0));
        await _tenants.BeginDeletionAsync(tenant, cancellationToken).ConfigureAwait(false);
        await Task.Delay(KnownEverywhere, _time, cancellationToken).ConfigureAwait(false);
        await _keys.DeleteAllAsync(tenant, cancellationToken).ConfigureAwait(false);
        var conversations = await DeleteConversationsAsync(tenant, progress, cancellationToken).ConfigureAwait(false);

        // What they had held is not given back: it would be written anew.
        _meters.Forget(tenant);
        _quotas.Forget(tenant);
        progress?.Report(new("deleting files", conversations, 0));
        await _resources.RemoveTenantAsync(tenant, cancellationToken).ConfigureAwait(false);
        _resources.RemoveLeftovers();
        await DeleteDocumentsAsync(tenant, conversations, progress, cancellationToken).ConfigureAwait(false);
        progress?.Report(new("clearing the store's files", conversations, 0));
        await _documents.PurgeAsync(rewrite: true, cancellationToken).ConfigureAwait(false);
        await _tenants.EndDeletionAsync(tenant, cancellationToken).ConfigureAwait(false);
        await _documents.PurgeAsync(rewrite: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>By their actors, which stop what is under way: what is deleted below them they would write again.</summary>
    private async ValueTask<int> DeleteConversationsAsync(TenantId tenant, IProgress<DeletionProgress>? progress, CancellationToken cancellationToken)
    {
        var deleted = 0;
        string? after = null;
        do
        {
            var page = await _conversations.ReadAsync(tenant, ConversationPage.MaxLength, after, cancellationToken).ConfigureAwait(false);
            foreach (var conversation in page.Conversations)
            {
                await DeleteAsync(conversation.Id, cancellationToken).ConfigureAwait(false);
                progress?.Report(new("deleting conversations", ++deleted, 0));
            }

            after = page.Next;
        }
        while (after is not null);

        // Those whose own deletion was broken off are in no list any more.
        foreach (var conversation in await _conversations.ReadOpenAsync(tenant, cancellationToken).ConfigureAwait(false))
        {
            await DeleteAsync(conversation, cancellationToken).ConfigureAwait(false);
            await _conversations.ForgetOpenAsync(conversation, cancellationToken).ConfigureAwait(false);
        }

        return deleted;
    }

    private async ValueTask DeleteAsync(ConversationId conversation, CancellationToken cancellationToken)
    {
        try
        {
            await _actors.Conversation(conversation).DeleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (JarvisException exception) when (exception.Code == ErrorCode.NotFound)
        {
            // It has no turns, only a place in the list; or somebody else was faster.
        }
    }

    private async ValueTask DeleteDocumentsAsync(TenantId tenant, int conversations, IProgress<DeletionProgress>? progress, CancellationToken cancellationToken)
    {
        var documents = 0;
        for (var more = Step; more == Step;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            more = await _documents.DeleteAsync(tenant, TenantDocument.Key(tenant).Kind, Step, cancellationToken).ConfigureAwait(false);
            documents += more;
            progress?.Report(new("deleting documents", conversations, documents));
        }
    }
}
