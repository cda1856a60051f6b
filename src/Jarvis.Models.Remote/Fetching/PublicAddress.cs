using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Jarvis.Models.Remote.Fetching;

/// <summary>
/// Which addresses belong to the public internet: those that IANA's registries of special-purpose addresses (RFC 6890) do not set apart. Of
/// IPv6, only what is assigned for global unicast (2000::/3) without its tunnels, which hide an IPv4 address from whoever looks.
/// </summary>
internal static class PublicAddress
{
    private static readonly ImmutableArray<IPNetwork> Apart =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("168.63.129.16/32"), // Azure's own services, on every virtual machine
        IPNetwork.Parse("169.254.0.0/16"), // link-local, and the metadata of every cloud
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.31.196.0/24"),
        IPNetwork.Parse("192.52.193.0/24"),
        IPNetwork.Parse("192.88.99.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("192.175.48.0/24"),
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("224.0.0.0/4"),
        IPNetwork.Parse("240.0.0.0/4"),
        IPNetwork.Parse("2001::/23"), // Teredo, ORCHID, benchmarks
        IPNetwork.Parse("2001:db8::/32"),
        IPNetwork.Parse("2002::/16"), // 6to4
        IPNetwork.Parse("2620:4f:8000::/48"),
        IPNetwork.Parse("3fff::/20"),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96"); // NAT64 (RFC 6052): the IPv4 address is in the last bytes

    /// <summary>Whether it is one of the public internet.</summary>
    internal static bool IsPublic(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return !Apart.Any(network => network.Contains(address));

        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.ScopeId != 0)
            return false;

        if (address.IsIPv4MappedToIPv6)
            return IsPublic(address.MapToIPv4());

        if (Translated.Contains(address))
            return IsPublic(Last(address));

        return GlobalUnicast.Contains(address) && !Apart.Any(network => network.Contains(address));
    }

    private static IPAddress Last(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return new IPAddress(BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]));
    }
}
