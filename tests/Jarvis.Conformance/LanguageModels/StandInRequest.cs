using System.Text.Json.Nodes;

namespace Jarvis.Conformance.LanguageModels;

/// <summary>A request as the stand-in got it.</summary>
/// <param name="Path">The path and query that were asked.</param>
/// <param name="Key">What came as key, in whichever header.</param>
/// <param name="Body">The body, as sent.</param>
public sealed record StandInRequest(string Path, string? Key, JsonObject Body)
{
    /// <summary>The model that is asked.</summary>
    public string? Model => (string?)Body["model"];

    /// <summary>Whether the answer is to be streamed.</summary>
    public bool Streams => (bool?)Body["stream"] ?? false;

    /// <summary><c>json_schema</c>, <c>json_object</c>, <c>text</c> or null.</summary>
    public string? Format => (string?)Body["response_format"]?["type"];

    /// <summary>All text of all messages, a line each: what the model reads.</summary>
    public string Prompt => string.Join('\n', Messages.Select(message => message.Text));

    /// <summary>Role and text of each message; the parts of a message are joined, pictures left out.</summary>
    public IReadOnlyList<(string Role, string Text)> Messages =>
    [
        .. (Body["messages"]?.AsArray() ?? []).Select(message => ((string)message!["role"]!, message["content"] switch
        {
            JsonArray parts => string.Concat(parts.Select(part => (string?)part!["text"])),
            { } text => (string)text!,
            null => "",
        })),
    ];

    /// <summary>The addresses of the pictures that were sent: data URIs.</summary>
    public IReadOnlyList<string> Pictures =>
    [
        .. (Body["messages"]?.AsArray() ?? [])
            .SelectMany(message => message!["content"] as JsonArray ?? [])
            .Select(part => (string?)part!["image_url"]?["url"])
            .OfType<string>(),
    ];
}
