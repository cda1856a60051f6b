using System.Collections.Immutable;
using ModelContextProtocol.Protocol;

namespace Jarvis.Models.Remote.Mcp;

/// <summary>How a tool server was when it was last looked at.</summary>
/// <param name="Tools">Those of its tools that may be called, by name.</param>
/// <param name="Fault">Why it cannot be used, as what it does; null where it can.</param>
internal sealed record McpToolState(ImmutableDictionary<string, Tool> Tools, string? Fault)
{
    internal static readonly McpToolState Unknown = new(ImmutableDictionary<string, Tool>.Empty, "has not been looked at yet.");

    /// <summary>Whether cards made of it are the same.</summary>
    internal bool IsLike(McpToolState other) => Fault == other.Fault && Tools.Count == other.Tools.Count
        && Tools.All(tool => other.Tools.TryGetValue(tool.Key, out var there) && there.Annotations?.ReadOnlyHint == tool.Value.Annotations?.ReadOnlyHint);
}
