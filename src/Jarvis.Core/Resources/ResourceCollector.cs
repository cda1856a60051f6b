using Jarvis.Identity;
using Jarvis.State;
using Microsoft.Extensions.Options;

namespace Jarvis.Resources;

/// <summary>
/// Removes resources that nothing names any more. References are not counted as they come and go: that would cost each task a write, and a crash
/// could leave a count wrong for good. They are found when they are needed, in the tenant's documents. It never takes what somebody is about to use:
/// a use is noted on the resource before it is looked at, what was used within <see cref="ResourceStoreOptions.UnusedLifetime"/> is left
/// alone, and that is looked at once more, under the tenant's lock, in the moment of removal.
/// </summary>
/// <param name="inventory">What there is.</param>
/// <param name="documents">What names it.</param>
/// <param name="options">How long it is kept.</param>
/// <param name="time">The clock.</param>
public sealed class ResourceCollector(IResourceInventory inventory, ITenantDocuments documents, IOptions<ResourceStoreOptions> options, TimeProvider time)
{
    /// <summary>Called between the steps of a collection.</summary>
    internal Func<CollectionStep, ResourceId?, ValueTask>? Between { get; set; }

    /// <summary>Removes what nothing names of all tenants, and what calls that never ended left behind.</summary>
    /// <param name="progress">Told after each tenant; null for nobody.</param>
    /// <param name="cancellationToken">Ends it; what was removed stays so.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    public async Task<CollectionReport> CollectAsync(IProgress<CollectionReport>? progress, CancellationToken cancellationToken)
    {
        var report = new CollectionReport(0, 0, 0, inventory.RemoveLeftovers());
        await foreach (var tenant in inventory.ListTenantsAsync(cancellationToken).ConfigureAwait(false))
        {
            report += await CollectAsync(tenant, cancellationToken).ConfigureAwait(false);
            progress?.Report(report);
        }

        return report;
    }

    /// <summary>Removes what nothing names of a tenant.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Ends it; what was removed stays so.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    public async Task<CollectionReport> CollectAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        // Before anything is read: who uses something from now on is seen to have done so later.
        var now = time.GetUtcNow();
        var (unused, old) = (now - options.Value.UnusedLifetime, now - options.Value.MaxAge);
        var (looked, candidates) = (0, new List<StoredResource>());
        await foreach (var stored in inventory.ListAsync(tenant, cancellationToken).ConfigureAwait(false))
        {
            looked++;
            if (stored.UsedAt <= unused)
                candidates.Add(stored);
        }

        await AtAsync(CollectionStep.Listed).ConfigureAwait(false);
        var named = candidates.Count == 0 ? [] : await NamedAsync(tenant, cancellationToken).ConfigureAwait(false);
        await AtAsync(CollectionStep.Traced).ConfigureAwait(false);
        var report = new CollectionReport(looked, 0, 0, 0);
        foreach (var (resource, _, usedAt) in candidates)
        {
            if (named.Contains(resource.Id) && !(usedAt <= old))
                continue;

            await AtAsync(CollectionStep.Removing, resource.Id).ConfigureAwait(false);
            if (await inventory.RemoveAsync(tenant, resource.Id, unused, cancellationToken).ConfigureAwait(false))
                report += new CollectionReport(0, 1, resource.Length, 0);

            await AtAsync(CollectionStep.Removed, resource.Id).ConfigureAwait(false);
        }

        return report;
    }

    /// <summary>How many documents of a tenant name each resource.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    public async Task<IReadOnlyDictionary<ResourceId, int>> CountReferencesAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<ResourceId, int>();
        var names = new HashSet<ResourceId>();
        await foreach (var document in documents.ReadAsync(tenant, cancellationToken).ConfigureAwait(false))
        {
            names.Clear();
            ResourceNames.Find(document.Content.Span, names);
            foreach (var name in names)
                counts[name] = counts.GetValueOrDefault(name) + 1;
        }

        return counts;
    }

    private async ValueTask<HashSet<ResourceId>> NamedAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var names = new HashSet<ResourceId>();
        await foreach (var document in documents.ReadAsync(tenant, cancellationToken).ConfigureAwait(false))
            ResourceNames.Find(document.Content.Span, names);

        return names;
    }

    private ValueTask AtAsync(CollectionStep step, ResourceId? resource = null) => Between?.Invoke(step, resource) ?? ValueTask.CompletedTask;
}
