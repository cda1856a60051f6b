using System.Text.Json.Nodes;
using Jarvis.Errors;
using Jarvis.Models.Remote.Peers;
using Jarvis.Planning;
using ModelContextProtocol.Protocol;

namespace Jarvis.Models.Remote.Mcp;

/// <summary>Runs tasks by calling tools that may be called. Progress that the server tells is the task's.</summary>
internal sealed class McpToolRunner(McpToolServers servers, TimeProvider time) : RemoteRunner(RunnerName)
{
    internal const string RunnerName = "mcp";

    /// <summary>Where another Jarvis reads how many servers a call has come through; others pass it over.</summary>
    private const string HopsKey = "jarvis/hops";

    protected override async Task<ModelOutcome> RunAsync(ModelCard card, ModelRequest request, CancellationToken cancellationToken)
    {
        var name = card.Settings.GetValueOrDefault(McpToolCards.ServerSetting, "");
        var wanted = card.Settings.GetValueOrDefault(McpToolCards.ToolSetting, "");
        if (servers.Find(name) is not { } server || server.Options.Tools.FirstOrDefault(tool => tool.Name == wanted) is not { } tool)
            throw Error.ModelUnavailable($"{card.Id} cannot run: no tool of that name may be called; allow it at {McpToolServer.Path(name)}.");

        if (TaskTypeCatalog.Default.Find(request.TaskType) is not { } type)
            throw Error.InvalidRequest($"{card.Id} does not run {request.TaskType}; choose another model.");

        if (request.Hops >= JarvisHeaders.MaxHops)
        {
            throw Error.ModelFailed(
                $"The request has come through {request.Hops} servers already and {card.Id} would be one more; let one of them run the model itself.", retryable: false);
        }

        var left = request.Deadline - time.GetUtcNow() is { } until && until < server.Options.Timeout ? until : server.Options.Timeout;
        if (left <= TimeSpan.Zero)
            throw Error.DeadlineExceeded($"There was no time left to run {card.Id}.");

        var arguments = await new McpToolArguments(tool, server.Options.MaxRequestLength).WriteAsync(type, request, cancellationToken).ConfigureAwait(false);
        var call = new CallToolRequestParams { Name = tool.Name, Arguments = arguments, Meta = new JsonObject { [HopsKey] = request.Hops + 1 } };
        return await server.DoAsync(
            async (client, ended) =>
            {
                var result = await new McpToolCall(client, time).RunAsync(call, request.Progress, ended).ConfigureAwait(false);
                var answer = new McpToolAnswer(name, uri => client.ReadResourceAsync(new ReadResourceRequestParams { Uri = uri }, ended).AsTask());
                return ModelOutcome.Success(await answer.ReadAsync(type, result).ConfigureAwait(false));
            },
            left,
            cancellationToken).ConfigureAwait(false);
    }
}
