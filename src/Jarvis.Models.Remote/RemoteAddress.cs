namespace Jarvis.Models.Remote;

/// <summary>Which addresses of a configuration may be called.</summary>
internal static class RemoteAddress
{
    /// <summary>Whether nobody on the way can read a secret that is sent there, and the address holds none itself.</summary>
    /// <param name="address">The address.</param>
    /// <param name="hasSecret">Whether a key or token goes with the calls.</param>
    internal static bool IsSafe(Uri address, bool hasSecret) =>
        address.IsAbsoluteUri
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && (address.IsLoopback || !hasSecret)))
        && address is { UserInfo: "", Query: "", Fragment: "", Host.Length: > 0 };
}
