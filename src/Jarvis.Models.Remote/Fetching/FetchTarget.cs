using System.Globalization;
using System.Net;
using Jarvis.Errors;
using Jarvis.Resources;

namespace Jarvis.Models.Remote.Fetching;

/// <summary>An address to fetch, read by rules of our own: parsers that disagree about an address are how checks are got around.</summary>
/// <param name="Address">The address, rebuilt from its checked parts.</param>
/// <param name="Host">Its host in its one form (<see cref="HostText"/>).</param>
/// <param name="Literal">Its host, where that is an IP address; else null.</param>
internal sealed record FetchTarget(Uri Address, string Host, IPAddress? Literal)
{
    internal int Port => Address.Port;

    /// <summary>What people call the file: the last part of its path, or its host.</summary>
    internal string Name => Address.Segments[^1] is { Length: > 0 } last && last != "/"
        ? ResourceName.Clean(Uri.UnescapeDataString(last.TrimEnd('/')))
        : ResourceName.Clean(Host);

    /// <summary>Reads an address.</summary>
    /// <exception cref="JarvisException">It is none that may be fetched (<see cref="ErrorCode.InvalidRequest"/>); the message does not repeat it.</exception>
    internal static FetchTarget Parse(string text)
    {
        if (WebAddress.Fault(text) is { } fault)
            throw Error.InvalidRequest(fault);

        var scheme = text[..text.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant();
        var rest = text[(scheme.Length + 3)..];
        var end = rest.IndexOfAny(['/', '?', '#']);
        var (authority, path) = end < 0 ? (rest, "/") : (rest[..end], rest[end..]);
        if (!TrySplit(authority, out var written, out var port) || !HostText.TryRead(written, out var host, out var literal))
            throw Error.InvalidRequest("The address names no host that can be; check how it is written.");

        // What the client is going to use has to be what was read here.
        var authorityRead = port is null ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
        return Uri.TryCreate($"{scheme}://{authorityRead}{path}", UriKind.Absolute, out var address)
            && address.Scheme == scheme
            && address.UserInfo.Length == 0
            && (literal is null ? address.IdnHost == host : IPAddress.TryParse(address.IdnHost, out var seen) && seen.Equals(literal))
            && (port is null ? address.IsDefaultPort : address.Port == port)
                ? new(address, host, literal)
                : throw Error.InvalidRequest("The address cannot be read without doubt; write it in a plainer way.");
    }

    /// <summary>Where a redirect leads.</summary>
    /// <param name="location">What the server said.</param>
    /// <exception cref="JarvisException">It may not be followed.</exception>
    internal FetchTarget Follow(string? location)
    {
        if (location is null || !Uri.TryCreate(Address, location, out var combined))
            throw Error.FetchFailed($"The server of '{Name}' redirects to nowhere; fetch the file yourself and attach it.");

        // An absolute one is read as it was written, not as a parser made it fit.
        var text = WebAddress.IsAddress(location) ? location : combined.AbsoluteUri;
        if (WebAddress.Fault(text) is not null)
            throw Error.FetchFailed($"The server of '{Name}' redirects to an address that is not fetched; fetch the file yourself and attach it.");

        var next = Parse(text);
        return Address.Scheme == Uri.UriSchemeHttps && next.Address.Scheme != Uri.UriSchemeHttps
            ? throw new JarvisException(
                ErrorCode.Forbidden,
                $"The server of '{Name}' redirects from https to http, which anybody on the way can change; give the address of a server that does not.")
            : next;
    }

    private static bool TrySplit(string authority, out string host, out int? port)
    {
        port = null;
        var close = authority.StartsWith('[') ? authority.IndexOf(']', StringComparison.Ordinal) : -1;
        var colon = authority.IndexOf(':', Math.Max(close, 0));
        host = colon < 0 ? authority : authority[..colon];
        if (colon < 0)
            return true;

        var digits = authority[(colon + 1)..];
        if (digits.Length is 0 or > 5 || !digits.All(char.IsAsciiDigit))
            return false;

        port = int.Parse(digits, CultureInfo.InvariantCulture);
        return port is > 0 and <= 65_535;
    }
}
