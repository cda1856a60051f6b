using System.Collections.Immutable;

namespace Jarvis.EndToEnd.Tests.Attacks;

/// <summary>Cards of models that want more than to describe one. The name of each, the JSON that is added, and the code that it is refused with.</summary>
internal static class CardAttacks
{
    internal static ImmutableArray<(string Name, string Json, string Code)> All { get; } =
    [
        ("an id that climbs out of the folder", Card("id", "\"../../etc/owned\""), "invalid_request"),
        ("an id that is a path", Card("id", "\"/etc/owned\""), "invalid_request"),
        ("a manifest that climbs out of the folder", Card("settings", "{\"manifest\":\"../../../etc/passwd\"}"), "invalid_request"),
        ("a manifest that is a path", Card("settings", "{\"manifest\":\"/etc/passwd\"}"), "invalid_request"),
        ("a manifest of Windows' paths", Card("settings", "{\"manifest\":\"..\\\\..\\\\secret\"}"), "invalid_request"),
        ("files that climb out of the folder", Card("files", $"{{\"a/../../b\":\"{new string('a', 64)}\"}}"), "invalid_request"),
        ("a description that paints the terminal", Card("description", "\"\\u001b]0;owned\\u0007\""), "invalid_request"),
        ("half a surrogate pair", Card("description", "\"\\ud800\""), "invalid_request"),
        ("a field twice", Card("id", "\"acme/a\",\"id\":\"acme/b\""), "invalid_request"),
        ("a field that is none", Card("__proto__", "{}"), "invalid_request"),
        ("a number that is none", Card("quality", "NaN"), "invalid_request"),
        ("a number beyond all", Card("memoryBytes", "1e999"), "invalid_request"),
        ("a number of very many digits", Card("memoryBytes", new string('9', 100_000)), "invalid_request"),
        ("lists a hundred thousand deep", Card("tags", new string('[', 100_000)), "invalid_request"),
        ("objects a hundred thousand deep", string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), "invalid_request"),
        ("very many fields", $"{{{string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"a{i}\":1"))}}}", "invalid_request"),
        ("more bytes than a card has", Card("description", $"\"{new string('a', 2 << 20)}\""), "too_large"),
        ("something after the card", Card("version", "\"1\"") + "{}", "invalid_request"),
        ("no JSON", "\u0000\u0001\u0002", "invalid_request"),
        ("nothing", "", "invalid_request"),
        ("a list", "[]", "invalid_request"),
        ("words", "\"card\"", "invalid_request"),
    ];

    /// <summary>A card with one field that is wrong, put last.</summary>
    private static string Card(string field, string value) => field is "id"
        ? $"{{\"id\":{value},\"runner\":\"onnx\",\"taskTypes\":[\"image-classification\"],\"description\":\"a\"}}"
        : field is "description"
            ? $"{{\"id\":\"acme/a\",\"runner\":\"onnx\",\"taskTypes\":[\"image-classification\"],\"description\":{value}}}"
            : $"{{\"id\":\"acme/a\",\"runner\":\"onnx\",\"taskTypes\":[\"image-classification\"],\"description\":\"a\",\"{field}\":{value}}}";
}
