using System.Text;

namespace Jarvis.Gateway.Security;

/// <summary>Reads a key from an <c>Authorization</c> header.</summary>
internal static class KeyHeader
{
    private const string BearerName = "Bearer ";
    private const string BasicName = "Basic ";
    private const int MaxLength = 1024;

    /// <summary>The token of a bearer; null for none.</summary>
    internal static string? Bearer(string header) =>
        header.Length <= MaxLength && header.StartsWith(BearerName, StringComparison.OrdinalIgnoreCase) ? header[BearerName.Length..].Trim() : null;

    /// <summary>The password, which is all that browsers ask people for; null for none.</summary>
    internal static string? Password(string header)
    {
        if (header.Length > MaxLength || !header.StartsWith(BasicName, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[MaxLength];
        if (!Convert.TryFromBase64String(header[BasicName.Length..].Trim(), bytes, out var length))
        {
            return null;
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : pair[(colon + 1)..];
    }
}
