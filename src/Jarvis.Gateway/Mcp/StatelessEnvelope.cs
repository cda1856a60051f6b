using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Jarvis.Gateway.Mcp;

/// <summary>
/// What a request of the revision of 2026-07-28 says of itself, in its headers and in its body: both have to say the same, since proxies go by the one and
/// servers by the other.
/// </summary>
internal static class StatelessEnvelope
{
    private const string Meta = "_meta";

    /// <summary>What is wrong with it; null for nothing.</summary>
    /// <exception cref="Jarvis.Errors.JarvisException">It cannot even be looked into.</exception>
    internal static (McpErrorCode Code, string Text)? Fault(HttpRequest request, JsonRpcRequest message)
    {
        var headers = request.Headers;
        var meta = message.Params.Member(Meta);
        if (meta.Member(MetaKeys.ProtocolVersion).Text() is not { } version)
        {
            return (McpErrorCode.InvalidParams, $"The request does not say its revision; set {Meta}/{MetaKeys.ProtocolVersion}.");
        }

        if (version != headers[McpHeaders.Version].ToString())
        {
            return Mismatch(McpHeaders.Version, $"{Meta}/{MetaKeys.ProtocolVersion}");
        }

        if (meta.Member(MetaKeys.ClientCapabilities) is not JsonObject)
        {
            return (McpErrorCode.InvalidParams, $"The request does not say what its client can do; set {Meta}/{MetaKeys.ClientCapabilities}, which may be {{}}.");
        }

        if (headers[McpHeaders.Method].ToString() != message.Method)
        {
            return Mismatch(McpHeaders.Method, "method");
        }

        var named = message.Method switch
        {
            RequestMethods.ToolsCall or RequestMethods.PromptsGet => "name",
            RequestMethods.ResourcesRead => "uri",
            _ => null,
        };
        return named is not null && (message.Params.Member(named).Text() is not { } name || McpHeaders.Decode(headers[McpHeaders.Name].ToString()) != name)
            ? Mismatch(McpHeaders.Name, $"params.{named}")
            : null;
    }

    private static (McpErrorCode Code, string Text) Mismatch(string header, string member) =>
        (McpErrorCode.HeaderMismatch, $"The header {header} is missing or is not what {member} of the body is; send the same in both.");
}
