using System.Text.Json.Nodes;
using Jarvis.Errors;

namespace Jarvis.Gateway.Mcp;

/// <summary>Looks into JSON that has been read as it came: whether its names and texts are some shows only then.</summary>
internal static class ForeignJson
{
    /// <summary>A member; null where there is none, or nothing that has members.</summary>
    /// <exception cref="JarvisException">It has a name twice, or one that is no text (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    internal static JsonNode? Member(this JsonNode? parent, string name) => Look(() => (parent as JsonObject)?[name]);

    /// <summary>The text; null for what is none.</summary>
    /// <exception cref="JarvisException">Its letters are none (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    internal static string? Text(this JsonNode? value) => Look(() => value is JsonValue text && text.TryGetValue(out string? found) ? found : null);

    private static T Look<T>(Func<T> look)
    {
        try
        {
            return look();
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException)
        {
            throw Error.InvalidRequest("The message has a member twice, or a text that is none; send each once, in UTF-8.");
        }
    }
}
