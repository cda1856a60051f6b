using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.State;

namespace Jarvis.Tenancy;

/// <summary>
/// Keys in the state store: a document for each, found by its id, and one for each tenant that lists them. A key is checked from memory and
/// read again after half a second.
/// </summary>
/// <param name="store">Where they are kept.</param>
/// <param name="tenants">Which tenants there are.</param>
/// <param name="time">The clock.</param>
internal sealed class KeyRing(IStateStore store, ITenants tenants, TimeProvider time) : ICallerKeys
{
    /// <summary>How exactly it is kept when a key was used last: a write an hour at most.</summary>
    private static readonly TimeSpan UseStep = TimeSpan.FromHours(1);

    private static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(3653);
    private static readonly TimeSpan MaxGrace = TimeSpan.FromDays(90);
    private static readonly byte[] Nothing = new byte[SHA256.HashSizeInBytes];

    private readonly FreshDocuments<CallerKeyDocument> _keys = new(store, time);

    public async ValueTask<IssuedKey> CreateAsync(TenantId tenant, CallerKeyRequest request, CancellationToken cancellationToken)
    {
        Require(request);
        await tenants.RequireAsync(tenant, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        return await IssueAsync(tenant, request.Label.Trim(), [.. request.Scopes.Distinct().Order()], now, now + request.Lifetime, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<Caller> AuthenticateAsync(string? text, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(text))
            throw KeyErrors.None();

        if (!KeyText.TryRead(text, out var key, out var isMistyped))
            throw isMistyped ? KeyErrors.Mistyped() : KeyErrors.NoKey();

        var entry = await _keys.ReadAsync(CallerKeyDocument.Key(key.Id), cancellationToken).ConfigureAwait(false);

        // Compared in any case and in the same time: an answer tells nothing of how much was right.
        var kept = ImmutableCollectionsMarshal.AsArray(entry?.Value.Hash ?? []) ?? [];
        var isRight = CryptographicOperations.FixedTimeEquals(key.Hash, kept.Length == Nothing.Length ? kept : Nothing);
        if (entry is null || !isRight)
            throw KeyErrors.Unknown();

        var now = time.GetUtcNow();
        if (entry.Value.RevokedAt is not null)
            throw KeyErrors.Revoked(key.Id);

        if (entry.Value.ExpiresAt is { } end && end <= now)
            throw KeyErrors.Expired(key.Id, end);

        await NoteUseAsync(key.Id, entry, now).ConfigureAwait(false);
        return new Caller(entry.Value.Tenant, key.Id, entry.Value.Scopes);
    }

    public async ValueTask<ImmutableArray<CallerKey>> ListAsync(TenantId tenant, CancellationToken cancellationToken) =>
        [.. (await ReadAllAsync(tenant, cancellationToken).ConfigureAwait(false)).Select(key => key.Value.ToKey(key.Key))];

    public async ValueTask<IssuedKey> RotateAsync(TenantId tenant, string id, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (grace < TimeSpan.Zero || grace > MaxGrace)
            throw Error.InvalidRequest($"The old key is taken for 0 to {MaxGrace.Days} days after the new one is made.");

        var now = time.GetUtcNow();
        var old = await FindAsync(tenant, id, cancellationToken).ConfigureAwait(false);
        if (old is null || !old.IsLive(now))
            throw KeyErrors.NotFound(tenant);

        // The new one first: what breaks off in between leaves two keys that work, never none.
        var issued = await IssueAsync(tenant, old.Label, old.Scopes, now, now + (old.ExpiresAt - old.CreatedAt), cancellationToken).ConfigureAwait(false);
        var end = now + grace;
        await ChangeAsync(id, known => known with { ExpiresAt = known.ExpiresAt < end ? known.ExpiresAt : end, ReplacedBy = issued.Key.Id }).ConfigureAwait(false);
        return issued;
    }

    public async ValueTask RevokeAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(tenant, id, cancellationToken).ConfigureAwait(false) is null)
            throw KeyErrors.NotFound(tenant);

        await ChangeAsync(id, known => known.RevokedAt is null ? known with { RevokedAt = time.GetUtcNow() } : known).ConfigureAwait(false);
    }

    /// <summary>Forgets all keys of a tenant that is deleted.</summary>
    internal async ValueTask DeleteAllAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var listing = await store.ReadAsync<TenantKeysDocument>(TenantKeysDocument.Key(tenant), cancellationToken).ConfigureAwait(false);
        foreach (var id in listing?.Value.Ids ?? [])
            await RemoveAsync(id, cancellationToken).ConfigureAwait(false);

        await store.RemoveAsync<TenantKeysDocument>(TenantKeysDocument.Key(tenant), cancellationToken).ConfigureAwait(false);
    }

    private static void Require(CallerKeyRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (string.IsNullOrWhiteSpace(request.Label) || request.Label.Length > CallerKeyRequest.MaxLabel || request.Label.Any(char.IsControl))
            throw Error.InvalidRequest($"Say in 1 to {CallerKeyRequest.MaxLabel} characters what the key is for.");

        if (request.Scopes.IsDefaultOrEmpty || !request.Scopes.All(Enum.IsDefined))
            throw Error.InvalidRequest("A key has at least one scope of read, use and admin.");

        if (request.Lifetime is { } lifetime && (lifetime < TimeSpan.FromSeconds(1) || lifetime > MaxLifetime))
            throw Error.InvalidRequest("A key lives from a second to ten years; leave the lifetime out for one that does not expire.");
    }

    private async ValueTask<IssuedKey> IssueAsync(
        TenantId tenant, string label, ImmutableArray<KeyScope> scopes, DateTimeOffset now, DateTimeOffset? end, CancellationToken cancellationToken)
    {
        var text = KeyText.Create();
        var document = new CallerKeyDocument(tenant, label, [.. text.Hash], scopes, now) { ExpiresAt = end };
        await MakeRoomAsync(tenant, now, cancellationToken).ConfigureAwait(false);
        await store.ChangeAsync<TenantKeysDocument>(
            TenantKeysDocument.Key(tenant),
            known => known is { Ids.Length: >= TenantKeysDocument.MaxKeys } ? throw KeyErrors.TooMany(tenant) : new([.. known?.Ids ?? [], text.Id]),
            cancellationToken).ConfigureAwait(false);
        await store.WriteAsync(CallerKeyDocument.Key(text.Id), document, version: null, cancellationToken).ConfigureAwait(false);
        _keys.Forget(CallerKeyDocument.Key(text.Id));
        return new IssuedKey(document.ToKey(text.Id), text);
    }

    /// <summary>Forgets the oldest key that is no longer taken, where the tenant's list is full.</summary>
    private async ValueTask MakeRoomAsync(TenantId tenant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var listing = await store.ReadAsync<TenantKeysDocument>(TenantKeysDocument.Key(tenant), cancellationToken).ConfigureAwait(false);
        if (listing is not { Value.Ids.Length: >= TenantKeysDocument.MaxKeys })
            return;

        var known = (await ReadAllAsync(tenant, cancellationToken).ConfigureAwait(false)).ToDictionary(StringComparer.Ordinal);
        if (listing.Value.Ids.FirstOrDefault(id => !known.TryGetValue(id, out var key) || !key.IsLive(now)) is not { } gone)
            return;

        await RemoveAsync(gone, cancellationToken).ConfigureAwait(false);
        await store.ChangeAsync<TenantKeysDocument>(
            TenantKeysDocument.Key(tenant), keys => keys is null ? new([]) : new(keys.Ids.Remove(gone)), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<List<KeyValuePair<string, CallerKeyDocument>>> ReadAllAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var listing = await store.ReadAsync<TenantKeysDocument>(TenantKeysDocument.Key(tenant), cancellationToken).ConfigureAwait(false);
        var keys = new List<KeyValuePair<string, CallerKeyDocument>>();
        foreach (var id in listing?.Value.Ids ?? [])
        {
            if (await FindAsync(tenant, id, cancellationToken).ConfigureAwait(false) is { } key)
                keys.Add(new(id, key));
        }

        return keys;
    }

    private async ValueTask<CallerKeyDocument?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        var entry = KeyText.IsId(id) ? await store.ReadAsync<CallerKeyDocument>(CallerKeyDocument.Key(id), cancellationToken).ConfigureAwait(false) : null;
        return entry?.Value.Tenant == tenant ? entry.Value : null;
    }

    private async ValueTask ChangeAsync(string id, Func<CallerKeyDocument, CallerKeyDocument> change)
    {
        await store.ChangeAsync<CallerKeyDocument>(
            CallerKeyDocument.Key(id), known => change(known ?? throw KeyErrors.Unknown()), CancellationToken.None).ConfigureAwait(false);
        _keys.Forget(CallerKeyDocument.Key(id));
    }

    private async ValueTask RemoveAsync(string id, CancellationToken cancellationToken)
    {
        await store.RemoveAsync<CallerKeyDocument>(CallerKeyDocument.Key(id), cancellationToken).ConfigureAwait(false);
        _keys.Forget(CallerKeyDocument.Key(id));
    }

    private async ValueTask NoteUseAsync(string id, StateEntry<CallerKeyDocument> entry, DateTimeOffset now)
    {
        var hour = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % UseStep.Ticks), TimeSpan.Zero);
        if (entry.Value.LastUsed >= hour)
            return;

        try
        {
            await store.WriteAsync(CallerKeyDocument.Key(id), entry.Value with { LastUsed = hour }, entry.Version, CancellationToken.None).ConfigureAwait(false);
        }
        catch (JarvisException)
        {
            // Somebody else noted it, or the disk is full: no reason to turn anybody away.
        }

        _keys.Forget(CallerKeyDocument.Key(id));
    }
}
