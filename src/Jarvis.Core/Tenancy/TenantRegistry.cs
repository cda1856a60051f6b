using System.Runtime.CompilerServices;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.State;
using Microsoft.Extensions.Options;

namespace Jarvis.Tenancy;

/// <summary>Tenants in the state store: a document for each, and pages that list them.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="options">What a tenant may use that has no limits of its own.</param>
/// <param name="time">The clock.</param>
internal sealed class TenantRegistry(IStateStore store, IOptions<TenantOptions> options, TimeProvider time) : ITenants
{
    private readonly FreshDocuments<TenantDocument> _tenants = new(store, time);

    public async ValueTask<Tenant> CreateAsync(TenantId tenant, string label, CancellationToken cancellationToken)
    {
        if (tenant.Value is null || label.Length > Tenant.MaxLabel || label.Any(char.IsControl))
            throw Error.InvalidRequest($"A tenant has a name, and a label of at most {Tenant.MaxLabel} characters.");

        var made = new TenantDocument(time.GetUtcNow()) { Label = label.Trim() };
        if (await store.ReadAsync<TenantDocument>(TenantDocument.Key(tenant), cancellationToken).ConfigureAwait(false) is { Value: var known })
            throw known.DeletingSince is null ? TenantErrors.Exists(tenant) : TenantErrors.BeingDeleted(tenant);

        await ListAsync(tenant, cancellationToken).ConfigureAwait(false);
        try
        {
            await store.WriteAsync(TenantDocument.Key(tenant), made, version: null, cancellationToken).ConfigureAwait(false);
        }
        catch (JarvisException exception) when (exception.Code == ErrorCode.Conflict)
        {
            throw TenantErrors.Exists(tenant);
        }

        _tenants.Forget(TenantDocument.Key(tenant));
        return made.ToTenant(tenant);
    }

    public async ValueTask<Tenant?> FindAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        if (tenant.Value is null)
            return null;

        var entry = await store.ReadAsync<TenantDocument>(TenantDocument.Key(tenant), cancellationToken).ConfigureAwait(false);
        return entry?.Value.ToTenant(tenant) ?? (tenant == TenantId.Local ? new Tenant(tenant, null) : null);
    }

    public async ValueTask<Tenant> RequireAsync(TenantId tenant, CancellationToken cancellationToken) =>
        await FindAsync(tenant, cancellationToken).ConfigureAwait(false) switch
        {
            null => throw TenantErrors.NotFound(tenant),
            { DeletingSince: not null } => throw TenantErrors.BeingDeleted(tenant),
            var known => known,
        };

    public async ValueTask AdmitAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var entry = await _tenants.ReadAsync(TenantDocument.Key(tenant), cancellationToken).ConfigureAwait(false);
        if (entry?.Value.DeletingSince is not null)
            throw TenantErrors.BeingDeleted(tenant);
    }

    public async IAsyncEnumerable<Tenant> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = 0; page < TenantListPage.MaxPages; page++)
        {
            if (await store.ReadAsync<TenantListPage>(TenantListPage.Key(page), cancellationToken).ConfigureAwait(false) is not { } entry)
                yield break;

            foreach (var tenant in entry.Value.Tenants)
            {
                if (await FindAsync(tenant, cancellationToken).ConfigureAwait(false) is { } found)
                    yield return found;
            }
        }
    }

    public async ValueTask<Tenant> SetLimitsAsync(TenantId tenant, IReadOnlyDictionary<string, LimitChange> changes, CancellationToken cancellationToken)
    {
        foreach (var (name, change) in changes)
            Require(name, change);

        await RequireAsync(tenant, cancellationToken).ConfigureAwait(false);
        if (tenant == TenantId.Local)
            await ListAsync(tenant, cancellationToken).ConfigureAwait(false);

        var changed = await store.ChangeAsync<TenantDocument>(
            TenantDocument.Key(tenant),
            known =>
            {
                var document = known ?? (tenant == TenantId.Local ? new(CreatedAt: null) : throw TenantErrors.NotFound(tenant));
                var limits = document.Limits.ToBuilder();
                foreach (var (name, change) in changes)
                {
                    if (change.IsOwn)
                        limits[name] = change.Value;
                    else
                        limits.Remove(name);
                }

                return document with { Limits = limits.ToImmutable() };
            },
            cancellationToken).ConfigureAwait(false);
        _tenants.Forget(TenantDocument.Key(tenant));
        return changed.ToTenant(tenant);
    }

    public async ValueTask<TenantLimits> LimitsOfAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var entry = await _tenants.ReadAsync(TenantDocument.Key(tenant), cancellationToken).ConfigureAwait(false);
        return Limits(tenant, entry?.Value);
    }

    public TenantLimits KnownLimitsOf(TenantId tenant) => Limits(tenant, _tenants.Peek(TenantDocument.Key(tenant)));

    /// <summary>Keeps that a tenant is being deleted, so that every process refuses what is new.</summary>
    internal async ValueTask<DateTimeOffset> BeginDeletionAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();

        // Also one that was not made: it may have conversations and files.
        await ListAsync(tenant, cancellationToken).ConfigureAwait(false);
        var marked = await store.ChangeAsync<TenantDocument>(
            TenantDocument.Key(tenant),
            known => known is { DeletingSince: not null } ? known : (known ?? new(CreatedAt: null)) with { DeletingSince = now },
            cancellationToken).ConfigureAwait(false);
        _tenants.Forget(TenantDocument.Key(tenant));
        return marked.DeletingSince!.Value;
    }

    /// <summary>Forgets a tenant of which nothing is left.</summary>
    internal async ValueTask EndDeletionAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        for (var page = 0; page < TenantListPage.MaxPages; page++)
        {
            if (await store.ReadAsync<TenantListPage>(TenantListPage.Key(page), cancellationToken).ConfigureAwait(false) is not { } entry)
                break;

            if (entry.Value.Tenants.Contains(tenant))
            {
                await store.ChangeAsync<TenantListPage>(
                    TenantListPage.Key(page), known => new([.. (known?.Tenants ?? []).Where(other => other != tenant)]), cancellationToken).ConfigureAwait(false);
            }
        }

        await store.RemoveAsync<TenantDocument>(TenantDocument.Key(tenant), cancellationToken).ConfigureAwait(false);
        _tenants.Forget(TenantDocument.Key(tenant));
    }

    private static void Require(string name, LimitChange change)
    {
        var limit = TenantLimit.Named(name) ?? throw Error.InvalidRequest(
            $"There is no limit of that name; there are {string.Join(", ", TenantLimit.All.Select(known => known.Name))}, and device-seconds-per-day:DEVICE.");
        if (change.Value is { } value && !limit.Allows(value))
            throw Error.InvalidRequest($"{limit.Name} takes {(limit.IsWhole ? "a whole number" : "a number")} from {limit.Least:N0} to {limit.Most:N0}, or none for no limit.");
    }

    private TenantLimits Limits(TenantId tenant, TenantDocument? document)
    {
        var all = options.Value.Of(tenant);
        if (document is null || document.Limits.IsEmpty)
            return all;

        var own = new TenantLimits();
        foreach (var limit in TenantLimit.All)
            limit.Set(own, limit.Get(all));

        foreach (var (device, seconds) in all.DeviceSecondsPerDay)
            own.DeviceSecondsPerDay[device] = seconds;

        foreach (var (name, value) in document.Limits)
            TenantLimit.Named(name)?.Set(own, value);

        return own;
    }

    /// <summary>Puts a name on the first page with room for it, unless it is on one.</summary>
    private async ValueTask ListAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        int? room = null;
        var page = 0;
        for (; page < TenantListPage.MaxPages; page++)
        {
            if (await store.ReadAsync<TenantListPage>(TenantListPage.Key(page), cancellationToken).ConfigureAwait(false) is not { } entry)
                break;

            if (entry.Value.Tenants.Contains(tenant))
                return;

            if (entry.Value.Tenants.Length < TenantListPage.Size)
                room ??= page;
        }

        if (page == TenantListPage.MaxPages && room is null)
            throw Error.StorageFailed($"There are {TenantListPage.MaxPages * TenantListPage.Size:N0} tenants, the most that there may be; delete some.");

        await store.ChangeAsync<TenantListPage>(
            TenantListPage.Key(room ?? page),
            known => known is null ? new([tenant]) : known.Tenants.Contains(tenant) ? known : new(known.Tenants.Add(tenant)),
            cancellationToken).ConfigureAwait(false);
    }
}
