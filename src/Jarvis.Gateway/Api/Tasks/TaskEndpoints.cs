using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Gateway.Api.Resources;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.OpenApi;
using Jarvis.Gateway.Security;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Serialization;
using Jarvis.Tasks;
using Jarvis.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Jarvis.Gateway.Api.Tasks;

/// <summary>The task types, and running one without a plan.</summary>
internal static class TaskEndpoints
{
    private const string HopsHeader = "Jarvis-Hops";

    internal static void MapTasks(this RouteGroupBuilder v1)
    {
        var all = v1.MapGroup("/tasks").WithTags("Tasks");
        all.MapGet("/", (HttpContext context, TaskTypeCatalog types) =>
            context.WriteJsonAsync(new ListPage<TaskType>([.. types.Types], HasMore: false), GatewayJsonContext.Default.ListPageTaskType)).Needs(KeyScope.Read)
            .Gives<ListPage<TaskType>>("Lists the task types, with what each takes and gives.");
        all.MapPost("/{type}", RunAsync).Needs(KeyScope.Use)
            .Takes<TaskBody>("""{"arguments":{"text":"Good morning","source":"en","target":"es"},"timeout":"00:01:00"}""")
            .Gives<TaskResult>("Runs one task without a plan and answers with its result. Who goes before has it cancelled.");
    }

    /// <summary>How many servers a request has come through, as another Jarvis says; 0 where none does.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>.</exception>
    internal static int Hops(this HttpContext context)
    {
        if (context.Request.Headers[HopsHeader].ToString() is not { Length: > 0 } said)
        {
            return 0;
        }

        return int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var hops) && hops <= TurnRequest.MaxHops
            ? hops
            : throw Error.InvalidRequest($"{HopsHeader} is a number from 0 to {TurnRequest.MaxHops}; what came through more servers is not taken.");
    }

    private static async Task RunAsync(HttpContext context, TaskRuns runs, TaskTypeCatalog types, IResourceStore resources, string type)
    {
        var known = types.Find(type) ?? throw Error.NotFound("There is no such task type; GET /v1/tasks lists those that there are.");
        var body = await context.ReadJsonAsync(GatewayJsonContext.Default.TaskBody).ConfigureAwait(false);
        var task = new PlannedTask(0, known.Name)
        {
            Model = body.Model,
            Arguments = JsonBody.Understand(() => body.Arguments.ToImmutableDictionary(argument => argument.Key, argument => ToArgument(argument.Value))),
        };
        var request = new TurnRequest($"Run {known.Name}.")
        {
            Attachments = await resources.FindOwnAsync(context, FilesOf(task)).ConfigureAwait(false),
            Timeout = body.Timeout,
            Hops = context.Hops(),
        };
        var result = await runs.RunAsync(context.Caller().Tenant, task, request, context.RequestAborted).ConfigureAwait(false);
        await context.WriteJsonAsync(result, JarvisJsonContext.Default.TaskResult).ConfigureAwait(false);
    }

    private static Argument ToArgument(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new TextArgument(value.GetString()!),
        JsonValueKind.Object when value.TryGetProperty("resource", out var id) && id.ValueKind == JsonValueKind.String => new ResourceArgument(ResourceId.Parse(id.GetString()!)),
        JsonValueKind.Array => new ListArgument([.. value.EnumerateArray().Select(ToArgument)]),
        _ => throw Error.InvalidRequest("An argument is a text, {\"resource\": \"id\"}, or a list of these."),
    };

    /// <summary>The files that a task names.</summary>
    private static IEnumerable<ResourceId> FilesOf(PlannedTask task) => task.Arguments.Values
        .SelectMany(argument => argument is ListArgument list ? list.Items : [argument]).OfType<ResourceArgument>().Select(argument => argument.Resource).Distinct();
}
