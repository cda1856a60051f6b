using System.Text.Json;

namespace Jarvis.Models.LanguageModel;

/// <summary>
/// The JSON schemas of structured answers, in the subset that servers enforce (OpenAI, "Structured outputs": an object at the root, every
/// property required, none besides).
/// </summary>
internal static class AnswerSchemas
{
    internal static JsonElement Entities { get; } = List(
        "entities",
        """{"entity":{"type":"string"},"word":{"type":"string"},"start":{"type":"integer"},"end":{"type":"integer"},"score":{"type":"number"}}""");

    internal static JsonElement Score { get; } = List("scores", """{"score":{"type":"number"}}""");

    internal static JsonElement Labels(IReadOnlyList<string> labels) =>
        List("labels", $$$"""{"label":{{{Choice(labels)}}},"score":{"type":"number"} }""");

    internal static JsonElement Rows(IReadOnlyList<string> labels) =>
        List("rows", $$$"""{"row":{"type":"integer"},"label":{{{Choice(labels)}}},"score":{"type":"number"} }""");

    private static string Choice(IReadOnlyList<string> labels) => labels.Count == 0
        ? """{"type":"string"}"""
        : $$"""{"type":"string","enum":[{{string.Join(',', labels.Select(label => $"\"{JsonEncodedText.Encode(label)}\""))}}]}""";

    private static JsonElement List(string name, string properties)
    {
        using var item = JsonDocument.Parse(properties);
        var required = string.Join(',', item.RootElement.EnumerateObject().Select(property => $"\"{property.Name}\""));
        using var schema = JsonDocument.Parse(
            $$$"""
            {"type":"object","additionalProperties":false,"required":["{{{name}}}"],"properties":{"{{{name}}}":{"type":"array","items":
            {"type":"object","additionalProperties":false,"required":[{{{required}}}],"properties":{{{properties}}} } } } }
            """);
        return schema.RootElement.Clone();
    }
}
