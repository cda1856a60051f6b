using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Jarvis.EndToEnd.Tests.Attacks;

/// <summary>Keys that are none, are of others, or were good once; and commands that make what a key must not be.</summary>
internal static class KeyAttacks
{
    private const string Guess = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    internal static ImmutableArray<CalledAttack> Called { get; } =
    [
        .. Presented(
            ("no key", loot => ""),
            ("a key of another product", loot => "sk-proj-0123456789abcdef0123456789abcdef"),
            ("only how a key begins", loot => "jv_"),
            ("only the id of a key", loot => $"jv_{Loot.IdOf(loot.Key)}"),
            ("a key that was cut off", loot => loot.Key[..^1]),
            ("a key without its check", loot => loot.Key[..^6]),
            ("a key and one letter more", loot => loot.Key + "a"),
            ("a key with one letter changed", loot => loot.Key[..20] + (loot.Key[20] == 'a' ? 'b' : 'a') + loot.Key[21..]),
            ("a key in capitals", loot => loot.Key.ToUpperInvariant()),
            ("a key whose secret is in capitals", loot => loot.Key[..16] + loot.Key[16..].ToUpperInvariant()),
            ("a key after a space", loot => " " + loot.Key),
            ("a key and a new line", loot => loot.Key + "\n"),
            ("a key and a null", loot => loot.Key + "\0"),
            ("a key with its scheme", loot => "Bearer " + loot.Key),
            ("a key twice", loot => $"{loot.Key},{loot.Key}"),
            ("a key with a letter that looks the same", loot => "jv_" + Loot.IdOf(loot.Key)[..11] + "\u0430" + loot.Key[15..]),
            ("a key in full-width letters", loot => string.Concat(loot.Key.Select(letter => (char)(letter + 0xFEE0)))),
            ("a forged key of an id that is", loot => Loot.Forge(Loot.IdOf(loot.Key), Guess)),
            ("a forged key of an id that is not", loot => Loot.Forge("aaaaaaaaaaaa", Guess)),
            ("the secret of one key under the id of another", loot => Loot.Forge(Loot.IdOf(loot.Key), loot.EvilKey.Split('_')[2][..32])),
            ("what is kept of a key in place of its secret", loot => Loot.Forge(Loot.IdOf(loot.Key), Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(loot.Key)))[..32])),
            ("an id that is a path", loot => Loot.Forge("../../../etc", Guess)),
            ("an id that is a question to a database", loot => Loot.Forge("' OR '1'='1'", Guess)),
            ("a key of a million letters", loot => "jv_" + new string('a', 1_000_000)),
            ("a key that was revoked", loot => loot.Revoked),
            ("a key whose time is up", loot => loot.Expired),
            ("a key that another took the place of", loot => loot.Replaced),
            ("a key of a tenant that was deleted", loot => loot.Orphaned)),
        new("to read with a key to use", "forbidden", loot => ["key", loot.Key, "Read"]),
        new("to administer with a key to use", "forbidden", loot => ["key", loot.Key, "Admin"]),
    ];

    internal static ImmutableArray<TypedAttack> Typed { get; } =
    [
        .. Made(
            ("a label that paints the terminal", "a\u001b]0;owned\u0007"),
            ("a label of two lines", "a\nadmin"),
            ("a label without an end", new string('a', 5000)),
            ("a label of nothing", " ")),
        .. Made(
            ("a scope that is none", "a", "--scope", "root"),
            ("a scope as a number", "a", "--scope", "2"),
            ("two scopes that add up to a third", "a", "--scope", "read,admin"),
            ("a life that has ended", "a", "--expires", "-1d"),
            ("a life of no time", "a", "--expires", "0s"),
            ("a life without an end", "a", "--expires", "100000d"),
            ("a life beyond all numbers", "a", "--expires", "99999999999999999999d"),
            ("a tenant that is a path", "a", "--tenant", "../acme")),
        new("a key for a tenant that is not", "not_found", "keys", "create", "a", "--tenant", "nobody", "--json"),
        new("to rotate a key of another tenant", "not_found", "keys", "rotate", "{key}", "--tenant", "evil", "--json"),
        new("to rotate with a grace without an end", "invalid_request", "keys", "rotate", "{key}", "--tenant", "acme", "--grace", "99999d", "--json"),
        new("to rotate a path", "not_found", "keys", "rotate", "../../acme/a", "--tenant", "acme", "--json"),
        new("to revoke a key of another tenant", "exit 2", "keys", "revoke", "{key}", "--tenant", "evil"),
        new("to list keys of a tenant that is a path", "invalid_request", "keys", "list", "--tenant", "evil/../acme", "--json"),
    ];

    private static IEnumerable<CalledAttack> Presented(params (string Name, Func<Loot, string> Key)[] rows) =>
        rows.Select(row => new CalledAttack(row.Name, "unauthorized", loot => ["key", row.Key(loot), "Use"]));

    private static IEnumerable<TypedAttack> Made(params (string Name, string Label)[] rows) => Made([.. rows.Select(row => (row.Name, row.Label, "--tenant", "acme"))]);

    private static IEnumerable<TypedAttack> Made(params (string Name, string Label, string Option, string Value)[] rows) =>
        rows.Select(row => new TypedAttack(row.Name, "invalid_request", "keys", "create", row.Label, row.Option, row.Value, "--json"));
}
