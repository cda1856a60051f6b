using System.Globalization;

namespace Jarvis.Resources;

/// <summary>A key that links are signed with. Its text is a line of the key file; it is never told otherwise.</summary>
/// <param name="id">By what links name it.</param>
/// <param name="createdAt">Since when it signs.</param>
/// <param name="secret">256 random bits.</param>
internal sealed class LinkKey(string id, DateTimeOffset createdAt, byte[] secret)
{
    internal const int SecretLength = 32;

    internal string Id { get; } = id;

    internal DateTimeOffset CreatedAt { get; } = createdAt;

    internal byte[] Secret { get; } = secret;

    /// <summary>Reads a line of the key file; null for what is none.</summary>
    internal static LinkKey? Parse(string line)
    {
        if (line.Split(' ') is not [{ Length: 8 } id, var seconds, var secret]
            || !long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            || at > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return null;
        }

        var bytes = new byte[SecretLength];
        return Convert.TryFromBase64String(secret, bytes, out var length) && length == SecretLength
            ? new(id, DateTimeOffset.FromUnixTimeSeconds(at), bytes)
            : null;
    }

    internal string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Id} {CreatedAt.ToUnixTimeSeconds()} {Convert.ToBase64String(Secret)}");
}
