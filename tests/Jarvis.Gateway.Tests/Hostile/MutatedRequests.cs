using System.Globalization;
using System.Text;

namespace Jarvis.Gateway.Tests.Hostile;

/// <summary>Requests that an honest caller could have sent, damaged at random: their address, headers and body.</summary>
/// <param name="random">The numbers.</param>
/// <param name="routes">The routes.</param>
/// <param name="things">What their addresses name.</param>
/// <param name="keys">Keys, good ones and bad ones.</param>
internal sealed class MutatedRequests(Random random, IReadOnlyList<KnownRoute> routes, Things things, IReadOnlyList<string> keys)
{
    private static readonly string[] Odd =
    [
        "", "/", "..", "%00", "%2e%2e%2f", "%F0%9F%98%80", "\u00ff", "-1", "0", "99999999999999999999", "1e9", "null", "true", "[]", "{}", "\"", "'", "<script>", "%", "%zz", "~", "*", "\\", "\\ud800", "a/b",
        "acme/trip", "nobody", "?", "#", ";", "&after=1", new string('a', 200), new string('9', 40), "{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}", "\u202e",
    ];

    private static readonly string[] HeaderNames =
    [
        "Accept", "Last-Event-ID", "Idempotency-Key", "Range", "If-None-Match", "If-Range", "If-Match", "If-Modified-Since", "Jarvis-Hops", "Origin", "Host", "Expect", "X-Forwarded-For", "Cookie", "Accept-Encoding",
        "Content-Encoding", "Access-Control-Request-Method", "Sec-Fetch-Site", "Prefer",
        "MCP-Protocol-Version", "Mcp-Session-Id", "Mcp-Method", "Mcp-Name",
    ];

    private static readonly string[] HeaderValues =
    [
        "text/event-stream", "*/*", "application/json", "bytes=0-1", "bytes=5-", "bytes=-1", "bytes=9-2", "bytes=0-0,2-3", "\"a\"", "W/\"a\"", "Thu, 01 Jan 1970 00:00:00 GMT", "gzip", "100-continue", "4", "-1", "null", "",
        "application/vnd.jarvis.models+json", "evil.example", "a=b", "2025-11-25", "2026-07-28", "tools/call", "=?base64?YXNr?=", "=?base64??=",
    ];

    private static readonly string[] Types =
        ["application/json", "application/json; charset=utf-16", "multipart/form-data; boundary=x", "multipart/form-data", "text/plain", "application/octet-stream", "application/x-www-form-urlencoded", "a/b/c", ""];

    private static readonly string[] Queries = ["after", "wait", "limit", "days", "name", "disposition", "type", "text", "device", "licence"];

    /// <summary>The next request, as it goes over the wire.</summary>
    /// <returns>What is sent, and what it is of, for who reads a failure.</returns>
    internal byte[] Next()
    {
        var route = routes[random.Next(routes.Count)];
        var method = random.Next(12) == 0 ? Pick(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW"]) : route.Method;
        var head = new StringBuilder($"{method} {Address(route, method)} HTTP/1.1\r\n");
        Header(head, "Host", "127.0.0.1");
        Header(head, "Connection", "close");
        Header(head, "Authorization", $"Bearer {Pick(keys)}");
        for (var more = random.Next(3); more > 0; more--)
        {
            Header(head, Pick(HeaderNames), random.Next(2) == 0 ? Pick(HeaderValues) : Pick(Odd));
        }

        var body = Body(route);
        if (body.Length > 0 || route.TakesBody)
        {
            Header(head, "Content-Type", random.Next(4) == 0 ? Pick(Types) : "application/json");
            Header(head, "Content-Length", body.Length.ToString(CultureInfo.InvariantCulture));
        }

        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    private string Address(KnownRoute route, string method)
    {
        var parts = route.Address(things).Split('/');
        if (method == "DELETE")
        {
            // What the others are about is to stay.
            parts = [.. parts.Select(part => things.Names.Any(thing => thing.Value == part) ? Damage(Pick(Odd)) : part)];
        }
        else if (random.Next(3) == 0)
        {
            parts[random.Next(1, parts.Length)] = Damage(Pick(Odd));
        }

        var address = string.Join('/', parts);
        for (var more = random.Next(3); more > 0; more--)
        {
            address += $"{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Pick(Queries)}={Damage(Pick(Odd))}";
        }

        // A wait is meant; here there are many.
        return address.Replace(' ', '+').Replace("wait=", "wait=0.01&more=", StringComparison.Ordinal);
    }

    private byte[] Body(KnownRoute route)
    {
        if (!route.TakesBody)
        {
            return random.Next(10) == 0 ? Encoding.UTF8.GetBytes(Pick(Odd)) : [];
        }

        var json = random.Next(4) == 0
            ? "--x\r\nContent-Disposition: form-data; name=text\r\n\r\nhello\r\n--x\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n\r\nfile\r\n--x--\r\n"
            : Pick(routes.Where(other => other.TakesBody).Select(other => other.Json).ToList());
        var bytes = Encoding.UTF8.GetBytes(random.Next(3) == 0 ? json : route.Json).ToList();
        for (var edits = random.Next(4); edits > 0; edits--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(5))
            {
                case 0 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 12)));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pick(Odd)));
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 40))));
                    break;
            }
        }

        return [.. bytes];
    }

    private string Damage(string text) => random.Next(2) == 0 ? Uri.EscapeDataString(text.Replace("\\ud800", "", StringComparison.Ordinal)) : text;

    private static void Header(StringBuilder head, string name, string value) => head.Append(name).Append(": ").Append(value).Append("\r\n");

    private T Pick<T>(IReadOnlyList<T> all) => all[random.Next(all.Count)];
}
