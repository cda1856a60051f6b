using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Jarvis.Errors;
using Jarvis.Gateway.Asking;
using Jarvis.Gateway.Security;
using Jarvis.Media;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.HuggingGpt;

/// <summary>How HuggingGPT writes plans and results.</summary>
/// <param name="resources">Knows files.</param>
/// <param name="texts">Reads them.</param>
/// <param name="files">Says where they are.</param>
internal sealed class HuggingGptForm(IResourceStore resources, ResourceTexts texts, HuggingGptFiles files)
{
    /// <summary>What its language model does itself, whose text has another name.</summary>
    private static readonly FrozenSet<string> Words = FrozenSet.Create(
        StringComparer.Ordinal, TaskTypes.Summarization, TaskTypes.Translation, TaskTypes.Conversational, TaskTypes.TextGeneration, TaskTypes.Text2TextGeneration);

    /// <summary><c>{"task", "id", "dep", "args"}</c>.</summary>
    internal async Task<JsonObject> TaskAsync(HttpContext context, PlannedTask task)
    {
        var arguments = new JsonObject();
        foreach (var (name, argument) in task.Arguments.OrderBy(argument => argument.Key, StringComparer.Ordinal))
        {
            arguments[name] = await ArgumentAsync(context, argument).ConfigureAwait(false);
        }

        var dependencies = task.Dependencies();
        return new JsonObject
        {
            ["task"] = task.Type,
            ["id"] = task.Id,
            ["dep"] = new JsonArray([.. (dependencies.IsEmpty ? [-1] : dependencies).Select(id => (JsonNode)id)]),
            ["args"] = arguments,
        };
    }

    /// <summary>A task before its end.</summary>
    internal static JsonObject Begun(JsonObject task) => new() { ["task"] = task, ["inference result"] = new JsonObject(), ["choose model result"] = "" };

    internal static JsonObject Failed(JarvisError error) => new() { ["error"] = new JsonObject { ["message"] = error.Message } };

    /// <summary>What a task gave, by the names that it has there.</summary>
    internal async Task<JsonObject> ResultAsync(HttpContext context, string type, TaskResult result)
    {
        var tenant = context.Caller().Tenant;
        var shown = new JsonObject();
        foreach (var output in result.Outputs.OrderBy(output => output.Key, StringComparer.Ordinal).SelectMany(output => output.Value))
        {
            var (name, value) = output.Kind switch
            {
                MediaKind.Image => ("generated image", (JsonNode)files.PathOf(tenant, output)),
                MediaKind.Audio => ("generated audio", files.PathOf(tenant, output)),
                MediaKind.Video => ("generated video", files.PathOf(tenant, output)),
                MediaKind.Data => ("predicted", Parsed(await texts.ReadAsync(tenant, output, context.RequestAborted).ConfigureAwait(false))),
                MediaKind.Text => (TextName(type), await texts.ReadAsync(tenant, output, context.RequestAborted).ConfigureAwait(false)),
                _ => ("generated file", files.PathOf(tenant, output)),
            };
            shown.TryAdd(name, value);
        }

        return shown;
    }

    private static string TextName(string type) => Words.Contains(type) ? "response" : type == TaskTypes.AutomaticSpeechRecognition ? "text" : "generated text";

    private static JsonNode Parsed(string json)
    {
        try
        {
            return JsonNode.Parse(json) ?? "null";
        }
        catch (JsonException)
        {
            // What a model gave is shown as it is.
            return json;
        }
    }

    private async Task<string> ArgumentAsync(HttpContext context, Argument argument)
    {
        switch (argument)
        {
            case TextArgument text:
                return text.Text;
            case OutputArgument output:
                return $"<GENERATED>-{output.Task}";
            case ResourceArgument named:
                var tenant = context.Caller().Tenant;
                return await resources.FindAsync(tenant, named.Resource, context.RequestAborted).ConfigureAwait(false) is { } file ? files.PathOf(tenant, file) : named.Resource.Value;
            case ListArgument list:
                var items = new List<string>();
                foreach (var item in list.Items)
                {
                    items.Add(await ArgumentAsync(context, item).ConfigureAwait(false));
                }

                return string.Join(',', items);
            default:
                return "";
        }
    }
}
