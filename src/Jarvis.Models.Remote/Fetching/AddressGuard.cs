using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Jarvis.Errors;

namespace Jarvis.Models.Remote.Fetching;

/// <summary>
/// Decides which servers may be fetched from, and which of their addresses are dialled. A name is resolved once, here; what is dialled is what
/// was checked, so that a name whose answers change (DNS rebinding) gains nothing.
/// </summary>
internal sealed class AddressGuard(IHostResolver resolver, FetchOptions options)
{
    /// <summary>The most addresses of a host that are tried.</summary>
    private const int MaxTried = 4;

    /// <summary>Names of this machine and of private networks, which no public resolver knows (RFC 6761, 6762, 8375, 9476 and use).</summary>
    private static readonly ImmutableArray<string> LocalNames =
    [
        "localhost", "localdomain", "local", "internal", "intranet", "private", "corp", "home", "lan", "home.arpa", "in-addr.arpa", "ip6.arpa",
        "onion", "alt", "test", "invalid", "example",
    ];

    /// <summary>The addresses to dial for a target, at least one.</summary>
    /// <exception cref="JarvisException">
    /// <see cref="ErrorCode.Forbidden"/> for a port, address or name that is never fetched from, <see cref="ErrorCode.NotFound"/> for a name
    /// that leads to no public server: a caller does not learn what names a private network has.
    /// </exception>
    internal async Task<ImmutableArray<IPAddress>> CheckAsync(FetchTarget target, CancellationToken cancellationToken)
    {
        var isAllowed = IsAllowed(target);
        if (!isAllowed && !options.AllowedPorts.Contains(target.Port))
            throw Forbidden($"Port {target.Port} is not fetched from; give an address at port {Ports()}.");

        if (target.Literal is { } literal)
        {
            return isAllowed || PublicAddress.IsPublic(literal)
                ? [literal]
                : throw Forbidden($"{target.Host} is an address of this machine or of a private network, which is not fetched from; give one of the public web.");
        }

        if (!isAllowed && IsLocalName(target.Host))
            throw Forbidden($"'{target.Host}' is a name of this machine or of a private network, which is not fetched from; give one of the public web.");

        var found = await resolver.ResolveAsync(target.Host, cancellationToken).ConfigureAwait(false);
        return found.Length > 0 && (isAllowed || found.All(PublicAddress.IsPublic))
            ? [.. found.Take(MaxTried)]
            : throw Error.NotFound($"There is no public server named '{target.Host}'; check the address.");
    }

    private bool IsAllowed(FetchTarget target) =>
        (options.AllowedHosts.Contains(target.Host) && options.AllowedPorts.Contains(target.Port))
        || options.AllowedHosts.Contains(string.Create(CultureInfo.InvariantCulture, $"{target.Host}:{target.Port}"));

    private static bool IsLocalName(string host) =>
        !host.Contains('.', StringComparison.Ordinal) || LocalNames.Any(name => host == name || host.EndsWith('.' + name, StringComparison.Ordinal));

    private string Ports() => string.Join(" or ", options.AllowedPorts.Order());

    private static JarvisException Forbidden(string message) => new(ErrorCode.Forbidden, message);
}
