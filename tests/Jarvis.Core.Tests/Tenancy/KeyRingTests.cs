using System.Globalization;
using System.Text;
using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Tenancy;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Core.Tests.Tenancy;

public sealed class KeyRingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 20, 0, TimeSpan.Zero);
    private static readonly TenantId Acme = new("acme");
    private static readonly TenantId Other = new("other");

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly CountingStateStore _store = new();

    [Fact]
    public async Task A_key_says_whose_it_is_and_what_it_allows()
    {
        var ring = await RingAsync();

        var issued = await ring.CreateAsync(Acme, new("web shop", KeyScope.Use, KeyScope.Read, KeyScope.Use), default);
        var caller = await ring.AuthenticateAsync(issued.Reveal(), default);

        Assert.Equal((Acme, issued.Key.Id), (caller.Tenant, caller.KeyId));
        Assert.Equal([KeyScope.Read, KeyScope.Use], caller.Scopes.AsEnumerable());
        caller.Require(KeyScope.Use);
        var refused = Assert.Throws<JarvisException>(() => caller.Require(KeyScope.Admin));
        Assert.Equal(ErrorCode.Forbidden, refused.Code);
        Assert.Contains("jarvis keys create --scope admin", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_key_is_refused_with_what_is_wrong_and_without_what_was_sent()
    {
        var ring = await RingAsync();
        var whole = (await ring.CreateAsync(Acme, new("a", KeyScope.Use), default)).Reveal();
        var unknown = KeyText.Create().Whole;

        await RefusedAsync(ring, null, "There is no key");
        await RefusedAsync(ring, "sk-12345678901234567890", "none of Jarvis");
        await RefusedAsync(ring, whole[..^1], "mistyped");
        await RefusedAsync(ring, whole[..^1] + (whole[^1] == 'a' ? 'b' : 'a'), "mistyped");
        await RefusedAsync(ring, unknown, "not known here");
    }

    [Fact]
    public async Task A_right_id_with_a_wrong_secret_is_as_unknown_as_a_wrong_id()
    {
        var ring = await RingAsync();
        var key = (await ring.CreateAsync(Acme, new("a", KeyScope.Use), default)).Key;

        // A forger knows the id from a log, and how the check is made.
        var forged = Forge(key.Id);

        var refused = await RefusedAsync(ring, forged, "not known here");
        Assert.Equal((await RefusedAsync(ring, KeyText.Create().Whole, "not known here")).Message, refused.Message);
    }

    [Fact]
    public async Task Nothing_that_is_kept_or_shown_holds_the_secret()
    {
        var ring = await RingAsync();
        var issued = await ring.CreateAsync(Acme, new("a", KeyScope.Use), default);
        var secret = issued.Reveal()[16..];

        var kept = (await _store.ReadAsync<CallerKeyDocument>(CallerKeyDocument.Key(issued.Key.Id), default))!.Value;

        var options = new JsonSerializerOptions(TenancyJsonContext.Default.Options);
        string[] shown =
        [
            JsonSerializer.Serialize(kept, options), kept.ToString(), issued.ToString(), issued.Key.ToString(),
            JsonSerializer.Serialize(issued.Key, options), (await ring.AuthenticateAsync(issued.Reveal(), default)).ToString(),
        ];
        Assert.All(shown, text => Assert.DoesNotContain(secret[..8], text, StringComparison.Ordinal));
        Assert.Equal(32, kept.Hash.Length);
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_once_here_and_within_a_second_elsewhere()
    {
        var (here, elsewhere) = (await RingAsync(), await RingAsync());
        var issued = await here.CreateAsync(Acme, new("a", KeyScope.Use), default);
        await elsewhere.AuthenticateAsync(issued.Reveal(), default);

        await here.RevokeAsync(Acme, issued.Key.Id, default);

        await RefusedAsync(here, issued.Reveal(), "was revoked");
        _time.Advance(TimeSpan.FromSeconds(1));
        await RefusedAsync(elsewhere, issued.Reveal(), "was revoked");
        await here.RevokeAsync(Acme, issued.Key.Id, default);
        Assert.Equal(Noon, Assert.Single(await here.ListAsync(Acme, default)).RevokedAt);
    }

    [Fact]
    public async Task A_key_ends_with_its_lifetime_to_the_moment()
    {
        var ring = await RingAsync();
        var issued = await ring.CreateAsync(Acme, new("a", KeyScope.Use) { Lifetime = TimeSpan.FromDays(30) }, default);

        _time.SetUtcNow(Noon.AddDays(30).AddTicks(-1));
        await ring.AuthenticateAsync(issued.Reveal(), default);
        _time.SetUtcNow(Noon.AddDays(30));

        await RefusedAsync(ring, issued.Reveal(), "good until 2026-04-03 12:20 UTC");
    }

    [Fact]
    public async Task A_rotated_key_lives_for_its_grace_and_the_new_one_has_what_it_had()
    {
        var ring = await RingAsync();
        var old = await ring.CreateAsync(Acme, new("shop", KeyScope.Read, KeyScope.Admin) { Lifetime = TimeSpan.FromDays(90) }, default);
        _time.Advance(TimeSpan.FromDays(10));

        var next = await ring.RotateAsync(Acme, old.Key.Id, TimeSpan.FromHours(24), default);

        Assert.NotEqual(old.Reveal(), next.Reveal());
        Assert.Equal(("shop", Noon.AddDays(100)), (next.Key.Label, next.Key.ExpiresAt));
        Assert.Equal([KeyScope.Read, KeyScope.Admin], (await ring.AuthenticateAsync(next.Reveal(), default)).Scopes.AsEnumerable());
        await ring.AuthenticateAsync(old.Reveal(), default);
        Assert.Equal(next.Key.Id, (await ring.ListAsync(Acme, default)).Single(key => key.Id == old.Key.Id).ReplacedBy);
        _time.Advance(TimeSpan.FromHours(24));
        await RefusedAsync(ring, old.Reveal(), "good until 2026-03-15 12:20 UTC");
        await ring.AuthenticateAsync(next.Reveal(), default);
    }

    [Fact]
    public async Task A_grace_never_makes_a_key_live_longer()
    {
        var ring = await RingAsync();
        var old = await ring.CreateAsync(Acme, new("a", KeyScope.Use) { Lifetime = TimeSpan.FromHours(1) }, default);

        await ring.RotateAsync(Acme, old.Key.Id, TimeSpan.FromDays(1), default);

        _time.Advance(TimeSpan.FromHours(1));
        await RefusedAsync(ring, old.Reveal(), "good until");
    }

    [Fact]
    public async Task Use_is_noted_to_the_hour_and_costs_a_write_an_hour()
    {
        var ring = await RingAsync();
        var issued = await ring.CreateAsync(Acme, new("a", KeyScope.Use), default);
        var before = _store.Writes;

        for (var call = 0; call < 100; call++)
        {
            await ring.AuthenticateAsync(issued.Reveal(), default);
            _time.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.Equal(before + 1, _store.Writes);
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero), Assert.Single(await ring.ListAsync(Acme, default)).LastUsed);
        _time.Advance(TimeSpan.FromHours(1));
        await ring.AuthenticateAsync(issued.Reveal(), default);
        Assert.Equal(before + 2, _store.Writes);
    }

    [Fact]
    public async Task A_full_disk_turns_nobody_away()
    {
        var ring = await RingAsync();
        var issued = await ring.CreateAsync(Acme, new("a", KeyScope.Use), default);
        _store.IsBroken = true;

        Assert.Equal(Acme, (await ring.AuthenticateAsync(issued.Reveal(), default)).Tenant);
    }

    [Fact]
    public async Task Another_tenants_keys_can_neither_be_seen_nor_revoked_nor_rotated()
    {
        var ring = await RingAsync();
        var issued = await ring.CreateAsync(Acme, new("a", KeyScope.Use), default);

        Assert.Empty(await ring.ListAsync(Other, default));
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<JarvisException>(() => ring.RevokeAsync(Other, issued.Key.Id, default).AsTask())).Code);
        Assert.Equal(
            ErrorCode.NotFound,
            (await Assert.ThrowsAsync<JarvisException>(() => ring.RotateAsync(Other, issued.Key.Id, TimeSpan.Zero, default).AsTask())).Code);
        await ring.AuthenticateAsync(issued.Reveal(), default);
    }

    [Fact]
    public async Task A_tenant_that_is_none_gets_no_keys()
    {
        var ring = await RingAsync();

        var refused = await Assert.ThrowsAsync<JarvisException>(() => ring.CreateAsync(new("nobody"), new("a", KeyScope.Use), default).AsTask());

        Assert.Equal(ErrorCode.NotFound, refused.Code);
        Assert.Contains("jarvis tenants create nobody", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("a\u001b[31m", 1)]
    [InlineData("a", 0)]
    [InlineData("a", 4000)]
    public async Task A_request_that_cannot_be_is_refused(string label, int days)
    {
        var ring = await RingAsync();
        var request = new CallerKeyRequest(label, KeyScope.Use) { Lifetime = TimeSpan.FromDays(days) };

        var refused = await Assert.ThrowsAsync<JarvisException>(() => ring.CreateAsync(Acme, request, default).AsTask());

        Assert.Equal(ErrorCode.InvalidRequest, refused.Code);
        Assert.Empty(await ring.ListAsync(Acme, default));
    }

    [Fact]
    public async Task There_are_at_most_a_hundred_live_keys_and_dead_ones_make_room()
    {
        var ring = await RingAsync();
        var first = await ring.CreateAsync(Acme, new("first", KeyScope.Use), default);
        for (var key = 1; key < TenantKeysDocument.MaxKeys; key++)
            await ring.CreateAsync(Acme, new(key.ToString(CultureInfo.InvariantCulture), KeyScope.Use), default);

        var refused = await Assert.ThrowsAsync<JarvisException>(() => ring.CreateAsync(Acme, new("more", KeyScope.Use), default).AsTask());
        await ring.RevokeAsync(Acme, first.Key.Id, default);
        await ring.CreateAsync(Acme, new("more", KeyScope.Use), default);

        Assert.Equal(ErrorCode.QuotaExceeded, refused.Code);
        Assert.DoesNotContain(await ring.ListAsync(Acme, default), key => key.Id == first.Key.Id);
        Assert.Null(await _store.ReadAsync<CallerKeyDocument>(CallerKeyDocument.Key(first.Key.Id), default));
    }

    [Fact]
    public async Task Keys_made_at_once_are_all_listed()
    {
        var ring = await RingAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(key => ring.CreateAsync(Acme, new($"{key}", KeyScope.Use), default).AsTask()));

        Assert.Equal(20, (await ring.ListAsync(Acme, default)).Length);
    }

    /// <summary>A key with the id of another and a secret of its own, well made.</summary>
    private static string Forge(string id)
    {
        while (true)
        {
            var other = KeyText.Create().Whole;
            var body = $"jv_{id}_{other[16..48]}";
            var hash = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(body));
            var forged = body + string.Concat(hash.Take(6).Select(digit => "abcdefghijklmnopqrstuvwxyz234567"[digit % 32]));
            if (KeyText.TryRead(forged, out _, out _))
                return forged;
        }
    }

    private static async Task<JarvisException> RefusedAsync(KeyRing ring, string? text, string why)
    {
        var refused = await Assert.ThrowsAsync<JarvisException>(() => ring.AuthenticateAsync(text, default).AsTask());
        Assert.Equal(ErrorCode.Unauthorized, refused.Code);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        if (text?.Length > 20)
            Assert.DoesNotContain(text[16..], refused.ToString(), StringComparison.Ordinal);

        return refused;
    }

    private async Task<KeyRing> RingAsync()
    {
        var tenants = new TenantRegistry(_store, Options.Create(new TenantOptions()), _time);
        foreach (var tenant in (TenantId[])[Acme, Other])
        {
            if (await tenants.FindAsync(tenant, default) is null)
                await tenants.CreateAsync(tenant, "", default);
        }

        return new(_store, tenants, _time);
    }
}
