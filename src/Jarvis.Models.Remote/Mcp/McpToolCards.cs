using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Planning;
using ModelContextProtocol.Protocol;

namespace Jarvis.Models.Remote.Mcp;

/// <summary>Makes cards of tools that may be called. Nothing that the server says of them is in a card but whether they change something.</summary>
internal static class McpToolCards
{
    /// <summary>The setting of a card that names the server. A card says a name and never an address: the key goes where the configuration says.</summary>
    internal const string ServerSetting = "server";

    /// <summary>The setting of a card that names the tool.</summary>
    internal const string ToolSetting = "tool";

    /// <summary>A tool as a model.</summary>
    /// <param name="server">The server's name here.</param>
    /// <param name="options">How it is reached.</param>
    /// <param name="tool">What is said of the tool here.</param>
    /// <param name="there">The tool as the server shows it; null where it has none of that name, or nobody knows.</param>
    /// <param name="fault">Why the server cannot be used; null where it can.</param>
    internal static ModelStatus Of(string server, McpToolServerOptions options, McpToolOptions tool, Tool? there, string? fault)
    {
        var changesNothing = tool.ReadOnly ?? there?.Annotations?.ReadOnlyHint ?? false;
        var card = new ModelCard(
            new ModelId($"{server}/{tool.Name}"), McpToolRunner.RunnerName, [tool.Does], tool.Description ?? $"The tool {tool.Name} of the server {server}.")
        {
            Device = DeviceKind.Remote,
            Quality = tool.Quality,
            PricePerCall = tool.PricePerCall,
            SideEffects = changesNothing ? [SideEffects.Sends] : [SideEffects.Sends, SideEffects.Writes],
            Deterministic = false,
            Concurrency = options.Concurrency,
            Settings = ImmutableDictionary<string, string>.Empty.Add(ServerSetting, server).Add(ToolSetting, tool.Name),
        };
        var missing = there is null ? $"MCP server '{server}' has no tool {tool.Name}; take it out of {McpToolServer.Path(server)}, or see what it is called there." : null;
        return new(card, DeviceId.Remote, fault ?? missing) { Source = McpToolServer.Path(server) };
    }
}
