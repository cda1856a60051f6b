using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Jarvis.Answers;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Gateway.Api.Tasks;
using Jarvis.Gateway.Asking;
using Jarvis.Gateway.Http;
using Jarvis.Identity;
using Jarvis.Planning;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Resource = Jarvis.Resources.Resource;

namespace Jarvis.Gateway.Mcp;

/// <summary>The task types that models can do now, and whole turns, as tools. What a tool fails with is told to who called it, with what to do next.</summary>
/// <param name="jarvis">Knows the models.</param>
/// <param name="types">Knows the tasks.</param>
/// <param name="runs">Runs them.</param>
/// <param name="turns">Asks.</param>
/// <param name="arguments">Reads what tools are called with.</param>
/// <param name="contents">Shows what they give.</param>
/// <param name="logger">Told of faults.</param>
internal sealed partial class McpTools(
    IJarvis jarvis, TaskTypeCatalog types, TaskRuns runs, AskedTurns turns, ToolArguments arguments, ToolContents contents, ILogger<McpTools> logger)
{
    /// <summary>The tool that asks for a whole turn.</summary>
    internal const string Ask = "ask";

    private const string Prefix = "mcp";

    /// <summary>Where another Jarvis says, in what goes with a call, how many servers it has come through.</summary>
    private const string HopsKey = "jarvis/hops";

    internal async Task<List<Tool>> ListAsync(CancellationToken cancellationToken)
    {
        var models = (await jarvis.ListModelsAsync(cancellationToken).ConfigureAwait(false)).Where(model => model.IsAvailable).ToList();
        var able = models.SelectMany(model => model.Card.TaskTypes, (model, type) => (model, type)).ToLookup(pair => pair.type, pair => pair.model);
        return [ToolForm.Ask(Ask, models), .. types.Types.Where(type => able.Contains(type.Name)).Select(type => ToolForm.Of(type, [.. able[type.Name]]))];
    }

    /// <summary>Calls a tool.</summary>
    /// <param name="tenant">For whom.</param>
    /// <param name="call">What is asked.</param>
    /// <param name="server">Tells how far it has come, where that is asked too.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="McpProtocolException">There is none of that name.</exception>
    internal async Task<CallToolResult> CallAsync(TenantId tenant, CallToolRequestParams call, McpServer server, CancellationToken cancellationToken)
    {
        var type = call.Name == Ask ? null : types.Find(call.Name)
            ?? throw new McpProtocolException("There is no such tool; tools/list has those that there are.", McpErrorCode.InvalidParams);
        var progress = call.ProgressToken is { } token ? new ToolProgress(server, token) : null;
        var given = call.Arguments ?? ImmutableDictionary<string, JsonElement>.Empty;
        ValueTask Told(ConversationEvent happened) => progress?.TakeAsync(happened, cancellationToken) ?? ValueTask.CompletedTask;
        try
        {
            var hops = Hops(call);
            return new()
            {
                Content = type is null
                    ? await AskAsync(tenant, given, hops, Told, cancellationToken).ConfigureAwait(false)
                    : await RunAsync(tenant, type, given, hops, Told, cancellationToken).ConfigureAwait(false),
            };
        }
        catch (Exception failed) when (failed is not (OutOfMemoryException or OperationCanceledException))
        {
            var error = Error.From(failed);
            if (error.Code == ErrorCode.Internal)
            {
                LogFault(call.Name, failed);
            }

            return new() { IsError = true, Content = [new TextContentBlock { Text = error.Message }] };
        }
    }

    private async Task<IList<ContentBlock>> RunAsync(
        TenantId tenant, TaskType type, IDictionary<string, JsonElement> given, int hops, Func<ConversationEvent, ValueTask> told, CancellationToken cancellationToken)
    {
        var (read, files) = await arguments.ReadAsync(tenant, type, given, cancellationToken).ConfigureAwait(false);
        var task = new PlannedTask(0, type.Name) { Arguments = read };
        var request = new TurnRequest($"Run {type.Name}.") { Attachments = files, Hops = hops };
        var result = await runs.RunAsync(tenant, task, request, cancellationToken, told).ConfigureAwait(false);
        var outputs = type.Outputs.SelectMany(port => result.Outputs.GetValueOrDefault(port.Name, []));
        return await contents.ShowAsync(tenant, outputs, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IList<ContentBlock>> AskAsync(
        TenantId tenant, IDictionary<string, JsonElement> given, int hops, Func<ConversationEvent, ValueTask> told, CancellationToken cancellationToken)
    {
        var request = (await RequestAsync(tenant, given, cancellationToken).ConfigureAwait(false)) with { Hops = hops };
        var (answer, error) = (default(Answer), default(JarvisError));
        await foreach (var happened in turns.AskAsync(AskedTurns.NewConversation(tenant, Prefix), request, isKept: false, cancellationToken).ConfigureAwait(false))
        {
            await told(happened).ConfigureAwait(false);
            answer = happened is AnswerFinished finished ? finished.Answer : answer;
            error = happened is TurnFinished ended ? ended.Error : error;
        }

        if (answer is null)
        {
            throw (error ?? new JarvisError(ErrorCode.Internal, "The turn ended without an answer.")).ToException();
        }

        var text = FileLinks.Named(answer.Text).Aggregate(answer.Text, (shown, id) => shown.Replace($"{FileLinks.Citation}{id}", ResourceUri.Of(id), StringComparison.Ordinal));
        return [new TextContentBlock { Text = text }, .. await contents.ShowAsync(tenant, answer.Resources, cancellationToken).ConfigureAwait(false)];
    }

    private static int Hops(CallToolRequestParams call) => call.Meta?[HopsKey] switch
    {
        null => 0,
        JsonValue said when said.TryGetValue(out int hops) && hops is >= 0 and <= TurnRequest.MaxHops => hops,
        _ => throw Error.InvalidRequest($"_meta/{HopsKey} is a number from 0 to {TurnRequest.MaxHops}; what came through more servers is not taken."),
    };

    private async Task<TurnRequest> RequestAsync(TenantId tenant, IDictionary<string, JsonElement> given, CancellationToken cancellationToken)
    {
        if (given.Keys.FirstOrDefault(name => name is not ("text" or "files")) is not null)
        {
            throw Error.InvalidRequest("The tool takes 'text' and 'files', and nothing else.");
        }

        var text = given.TryGetValue("text", out var said) && said.ValueKind == JsonValueKind.String
            ? JsonBody.Understand(() => said.GetString()!)
            : throw Error.InvalidRequest("'text' is missing or no text; say in it what is to be done.");
        var files = ImmutableArray.CreateBuilder<Resource>();
        if (given.TryGetValue("files", out var named))
        {
            if (named.ValueKind != JsonValueKind.Array || named.GetArrayLength() > TurnRequest.MaxAttachments || named.EnumerateArray().Any(file => file.ValueKind != JsonValueKind.String))
            {
                throw Error.InvalidRequest($"'files' is a list of at most {TurnRequest.MaxAttachments} addresses.");
            }

            foreach (var file in named.EnumerateArray())
            {
                files.Add(await arguments.FileAsync(tenant, JsonBody.Understand(() => file.GetString()!), "file", cancellationToken).ConfigureAwait(false));
            }
        }

        return new TurnRequest(text) { Attachments = [.. files.DistinctBy(file => file.Id)] };
    }

    [LoggerMessage(1, LogLevel.Error, "The tool {Tool} failed by a fault of ours.")]
    private partial void LogFault(string tool, Exception exception);
}
