using System.Collections.Immutable;

namespace Jarvis.EndToEnd.Tests.Attacks;

/// <summary>Names of tenants and conversations that are more than names, and what belongs to another tenant.</summary>
internal static class TenantAttacks
{
    internal static ImmutableArray<CalledAttack> Called { get; } =
    [
        .. Calls("not_found",
            ("to open a file of another tenant", loot => ["open", "evil", loot.File]),
            ("to attach a file of another tenant", loot => ["ask", "evil/theft", "Read it", loot.File]),
            ("to attach a file beside one of another tenant's capitals", loot => ["open", "Acme", loot.File]),
            ("to cancel a turn of another tenant by its name", loot => ["cancel", loot.Turn.Replace("acme/", "evil/", StringComparison.Ordinal)]),
            ("to cancel a turn that is not", loot => ["cancel", "evil/theft/7"])),
        .. Calls("invalid_request",
            ("a conversation that climbs to another tenant", loot => ["ask", "evil/../acme/holiday", "Hello"]),
            ("a conversation with a separator in it", loot => ["ask", "evil/a/b", "Hello"]),
            ("a conversation with a separator of Windows", loot => ["ask", "evil/..\\acme", "Hello"]),
            ("a conversation with a separator in percents", loot => ["ask", "evil/..%2facme", "Hello"]),
            ("a conversation with a separator that looks the same", loot => ["ask", "evil/a\u2044b", "Hello"]),
            ("a conversation with a null in it", loot => ["ask", "evil/a\0b", "Hello"]),
            ("a conversation with a new line in it", loot => ["ask", "evil/a\nb", "Hello"]),
            ("a conversation that turns writing around", loot => ["ask", "evil/\u202eyadiloh", "Hello"]),
            ("a conversation that is hidden", loot => ["ask", "evil/.holiday", "Hello"]),
            ("a conversation of nothing", loot => ["ask", "evil/", "Hello"]),
            ("a conversation of very many letters", loot => ["ask", "evil/" + new string('a', 129), "Hello"]),
            ("a tenant with a letter that looks the same", loot => ["ask", "\u0430cme/holiday", "Hello"]),
            ("a tenant in full-width letters", loot => ["open", "ａｃｍｅ", loot.File]),
            ("a tenant that is hidden", loot => ["list", ".tenants", ""]),
            ("a tenant of nothing", loot => ["open", "", loot.File]),
            ("a file that is a path", loot => ["open", "evil", "../../acme/" + loot.File]),
            ("a file in capitals", loot => ["open", "acme", loot.File.ToUpperInvariant()]),
            ("a turn before the first", loot => ["cancel", "evil/theft/0"]),
            ("a turn beyond all", loot => ["cancel", "evil/theft/99999999999"]),
            ("a page of another tenant's list", loot => ["list", "evil", "acme/holiday"])),
        .. Calls("unauthorized",
            ("a link of nothing", loot => ["link", ""]),
            ("a link that is a path", loot => ["link", "../../acme/" + loot.File]),
            ("a link to another tenant's file", loot => ["link", loot.Altered(2, _ => "evil")]),
            ("a link to another file", loot => ["link", loot.Altered(3, _ => new string('0', 64))]),
            ("a link that lives longer", loot => ["link", loot.Altered(4, end => end[..^1] + "9" + end[^1])]),
            ("a link that lives beyond all", loot => ["link", loot.Altered(4, _ => "99999999999999999999")]),
            ("a link that shows what is to be saved", loot => ["link", loot.Altered(5, _ => "i")]),
            ("a link of another form", loot => ["link", loot.Altered(0, _ => "2")]),
            ("a link of a key that is not", loot => ["link", loot.Altered(1, _ => "../link-keys")]),
            ("a link without its signature", loot => ["link", loot.Altered(6, _ => "")]),
            ("a link whose signature is cut off", loot => ["link", loot.Link[..^1]]),
            ("a link whose signature is spelled otherwise", loot => ["link", loot.Link + "="]),
            ("a link with something after it", loot => ["link", loot.Link + "~a"]),
            ("a link of a million letters", loot => ["link", loot.Link + new string('a', 1_000_000)]),
            ("a link whose time is up", loot => ["link", loot.OldLink])),
    ];

    internal static ImmutableArray<TypedAttack> Typed { get; } =
    [
        .. Named(
            ("a tenant that climbs", "../evil"),
            ("a tenant with a separator", "evil/acme"),
            ("a tenant that hides among Jarvis' own", ".tenants"),
            ("a tenant that looks like another", "\u0430cme"),
            ("a tenant of many letters", new string('a', 129)),
            ("a tenant of two lines", "acme\nevil"),
            ("a tenant that is an order to a shell", "$(touch owned)"),
            ("a tenant that paints the terminal", "\u001b[2Jacme")),
        new("a tenant that is there already", "conflict", "tenants", "create", "acme", "--json"),
        new("a tenant whose label paints the terminal", "invalid_request", "tenants", "create", "other", "--label", "\u001b]0;owned\u0007", "--json"),
        new("a limit below nothing", "invalid_request", "tenants", "limits", "evil", "turns-per-day=-1", "--json"),
        new("a limit that is no number", "invalid_request", "tenants", "limits", "evil", "cost-per-day=NaN", "--json"),
        new("a limit beyond all", "invalid_request", "tenants", "limits", "evil", "stored-bytes=99999999999999999999TiB", "--json"),
        new("a limit that is none", "invalid_request", "tenants", "limits", "evil", "../acme=1", "--json"),
        new("to show a file of another tenant", "exit 2", "resources", "show", "{file}", "--tenant", "evil"),
        new("to delete a file of another tenant", "exit 2", "resources", "delete", "{file}", "--tenant", "evil"),
        new("to list files of a tenant that is a path", "invalid_request", "resources", "list", "--tenant", "../acme", "--json"),
        new("to show a conversation of another tenant", "exit 2", "conversations", "show", "../acme/holiday"),
        new("to delete a conversation of another tenant", "exit 2", "conversations", "delete", "acme/holiday"),
        new("to export a conversation of another tenant", "exit 2", "conversations", "export", "..\\acme\\holiday"),
        new("to chat in a conversation of another tenant", "invalid_request", "chat", "--conversation", "../acme/holiday", "--json"),
    ];

    private static IEnumerable<CalledAttack> Calls(string code, params (string Name, Func<Loot, string[]> Call)[] rows) =>
        rows.Select(row => new CalledAttack(row.Name, code, row.Call));

    private static IEnumerable<TypedAttack> Named(params (string Name, string Tenant)[] rows) =>
        rows.Select(row => new TypedAttack(row.Name, "invalid_request", "tenants", "create", row.Tenant, "--json"));
}
