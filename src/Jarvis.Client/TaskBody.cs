using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Planning;

namespace Jarvis.Client;

/// <summary>A task as the API takes it.</summary>
internal sealed record TaskBody(ImmutableDictionary<string, JsonNode> Arguments, ModelId? Model, TimeSpan? Timeout)
{
    internal static TaskBody Of(PlannedTask task, TimeSpan timeout) => new(task.Arguments.ToImmutableDictionary(argument => argument.Key, argument => ToJson(argument.Value)), task.Model, timeout);

    private static JsonNode ToJson(Argument argument) => argument switch
    {
        TextArgument text => JsonValue.Create(text.Text),
        ResourceArgument file => new JsonObject { ["resource"] = file.Resource.Value },
        ListArgument list => new JsonArray([.. list.Items.Select(ToJson)]),
        _ => throw Error.InvalidRequest("A task that is run alone takes texts, files and lists of these: there is no other whose result it could take."),
    };
}
