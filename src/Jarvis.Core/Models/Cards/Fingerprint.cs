using System.Security.Cryptography;
using System.Text;

namespace Jarvis.Models.Cards;

/// <summary>A short text that is another for another content.</summary>
internal static class Fingerprint
{
    /// <summary>The first half of the text's SHA-256, in lower case.</summary>
    internal static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
