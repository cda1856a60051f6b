using System.Text;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Mcp;

/// <summary>The headers of the protocol.</summary>
internal static class McpHeaders
{
    internal const string Version = "MCP-Protocol-Version";
    internal const string Session = "Mcp-Session-Id";
    internal const string Method = "Mcp-Method";
    internal const string Name = "Mcp-Name";

    private const string Encoded = "=?base64?";
    private const string EncodedEnd = "?=";

    /// <summary>A header that says in plain letters, or in base 64, what stands in the body too; null for what is neither.</summary>
    internal static string? Decode(string header)
    {
        if (!header.StartsWith(Encoded, StringComparison.Ordinal) || !header.EndsWith(EncodedEnd, StringComparison.Ordinal) || header.Length < Encoded.Length + EncodedEnd.Length)
        {
            return header;
        }

        var text = header.AsSpan(Encoded.Length, header.Length - Encoded.Length - EncodedEnd.Length);
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64Chars(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    /// <summary>Whether a client takes answers of a type; one that does not say takes any.</summary>
    internal static bool Takes(HttpRequest request, string type)
    {
        var accept = request.Headers.Accept.ToString();
        return accept.Length == 0 || accept.Contains(type, StringComparison.OrdinalIgnoreCase) || accept.Contains("*/*", StringComparison.Ordinal);
    }
}
