using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Planning;

namespace Jarvis.Models.Remote.Mcp;

/// <summary>Writes what a tool is called with: texts as they are, files as <c>data:</c> URLs, data as JSON.</summary>
/// <param name="tool">What the tool calls things.</param>
/// <param name="maxLength">The most bytes of all of it.</param>
internal sealed class McpToolArguments(McpToolOptions tool, long maxLength)
{
    private long _sent;

    /// <exception cref="JarvisException">It is longer than is sent (<see cref="ErrorCode.TooLarge"/>), or an input that is to be JSON is none.</exception>
    internal async Task<Dictionary<string, JsonElement>> WriteAsync(TaskType type, ModelRequest request, CancellationToken cancellationToken)
    {
        var arguments = tool.Values.ToDictionary(value => value.Key, value => Element(JsonValue.Create(value.Value)), StringComparer.Ordinal);
        foreach (var port in type.Inputs)
        {
            var values = new List<JsonNode?>();
            foreach (var input in request.Many(port.Name))
                values.Add(await NodeAsync(port, input, cancellationToken).ConfigureAwait(false));

            if (values.Count > 0)
                arguments[NameOf(port.Name)] = Element(port.Many || values.Count > 1 ? new JsonArray([.. values]) : values[0]);
        }

        foreach (var (name, text) in request.Options)
            arguments[NameOf(name)] = Element(JsonValue.Create(text));

        return arguments;
    }

    private async Task<JsonNode?> NodeAsync(Port port, ModelInput input, CancellationToken cancellationToken)
    {
        if (port.Kind is MediaKind.Text or MediaKind.Data)
        {
            var text = await input.ReadTextAsync((int)Math.Min(maxLength - _sent, int.MaxValue - 1), cancellationToken).ConfigureAwait(false);
            _sent += text.Length;
            return port.Kind == MediaKind.Text ? JsonValue.Create(text) : Parse(port, text);
        }

        if (input.Resource is not { } file)
            throw Error.InvalidRequest($"'{port.Name}' has to be a file; attach one.");

        if (file.Length > maxLength - _sent)
            throw Error.TooLarge(string.Create(CultureInfo.InvariantCulture, $"'{input.Name}' and what goes with it are longer than the {maxLength:N0} bytes that are sent to {tool.Name}; give a shorter one."));

        _sent += file.Length;
        var bytes = new byte[file.Length];
        var content = await input.OpenReadAsync(cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
            await content.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);

        return JsonValue.Create($"data:{input.MediaType};base64,{Convert.ToBase64String(bytes)}");
    }

    private static JsonNode? Parse(Port port, string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            throw Error.InvalidRequest($"'{port.Name}' is no JSON; give a file that is.");
        }
    }

    private string NameOf(string name) => tool.Arguments.TryGetValue(name, out var there) ? there : name;

    private static JsonElement Element(JsonNode? node) => JsonSerializer.SerializeToElement(node);
}
