using Jarvis.Identity;

namespace Jarvis.State;

/// <summary>
/// The documents of the state store, for those who look after it. Not the store itself: a container that gives it out under a second name lets
/// go of it when that name goes, before those that still write to it.
/// </summary>
internal sealed class StateTenantDocuments(ITenantDocuments store) : ITenantDocuments
{
    public IAsyncEnumerable<StoredDocument> ReadAsync(TenantId tenant, CancellationToken cancellationToken) =>
        store.ReadAsync(tenant, cancellationToken);

    public ValueTask<int> DeleteAsync(TenantId tenant, string except, int most, CancellationToken cancellationToken) =>
        store.DeleteAsync(tenant, except, most, cancellationToken);

    public ValueTask PurgeAsync(bool rewrite, CancellationToken cancellationToken) => store.PurgeAsync(rewrite, cancellationToken);
}
