using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Jarvis.Planning.LanguageModel;

/// <summary>Writes what goes into prompts as JSON, so that nothing in it can be taken for the prompt's own words.</summary>
internal static class PlanJson
{
    // Other scripts stay as they are: escaped, a character would be several tokens.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    /// <summary>The schema that a plan is asked in.</summary>
    /// <param name="types">The names of the task types that may be used.</param>
    internal static JsonElement Schema(IEnumerable<string> types)
    {
        var value = new JsonObject { ["anyOf"] = new JsonArray(Type("string"), Type("number"), List(Type("string"))) };
        var task = Object(
            ("task", new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. types.Select(type => JsonValue.Create(type))]) }),
            ("id", Type("integer")),
            ("dep", List(Type("integer"))),
            ("args", new JsonObject { ["type"] = "object", ["additionalProperties"] = value }));
        return JsonElement.Parse(Object(("tasks", List(task)), ("answer", Type("string"))).ToJsonString());
    }

    /// <summary>A text as JSON string: quotes, angle brackets and line ends in it are escaped.</summary>
    internal static string Text(string text) => $"\"{JsonEncodedText.Encode(LooseCharacters.WellFormed(text), Encoder)}\"";

    /// <summary>A task in the form that a model writes it in, its arguments in a fixed order.</summary>
    internal static string Write(PlannedTask task, PlanReferences references)
    {
        var arguments = task.Arguments.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{Text(pair.Key)}:{Write(pair.Value, references)}");
        var after = string.Join(',', task.Dependencies());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"task\":{Text(task.Type)},\"id\":{task.Id},\"dep\":[{after}],\"args\":{{{string.Join(',', arguments)}}}}}");
    }

    private static string Write(Argument argument, PlanReferences references) => argument switch
    {
        TextArgument text => Text(text.Text),
        OutputArgument output => $"\"<GENERATED>-{output.Task}\"",
        ResourceArgument resource => $"\"{references.NameOf(resource.Resource)}\"",
        ListArgument list => $"[{string.Join(',', list.Items.Select(item => Write(item, references)))}]",
        _ => "null",
    };

    private static JsonObject Type(string name) => new() { ["type"] = name };

    private static JsonObject List(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    private static JsonObject Object(params (string Name, JsonObject Schema)[] members) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Schema))),
        ["required"] = new JsonArray([.. members.Select(member => JsonValue.Create(member.Name))]),
        ["additionalProperties"] = false,
    };
}
