using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Media;
using Jarvis.Planning;
using ModelContextProtocol.Protocol;

namespace Jarvis.Models.Remote.Mcp;

/// <summary>
/// Reads what a tool gave. It comes from outside: texts become results as any model's, files are what their bytes say, and what no output of the task takes
/// is passed over.
/// </summary>
/// <param name="server">The server's name, for messages.</param>
/// <param name="read">Reads a file of the server's by its address.</param>
internal sealed class McpToolAnswer(string server, Func<string, Task<ReadResourceResult>> read)
{
    /// <exception cref="JarvisException">The tool failed, or an output that is always given is missing.</exception>
    internal async Task<ImmutableArray<ModelOutput>> ReadAsync(TaskType type, CallToolResult result)
    {
        var texts = new Queue<string>(result.Content.OfType<TextContentBlock>().Select(block => block.Text));
        if (result.IsError == true)
            throw Error.ModelFailed($"The tool failed: {ForeignText.Clean(string.Join(' ', texts))}", retryable: false);

        var outputs = ImmutableArray.CreateBuilder<ModelOutput>();
        foreach (var port in type.Outputs)
        {
            var found = port.Kind switch
            {
                MediaKind.Text => Words(port, type, texts),
                MediaKind.Data => Data(port, result, texts),
                _ => await FileAsync(port, result).ConfigureAwait(false),
            };
            if (found is not null)
                outputs.Add(found);
            else if (port.Required)
                throw Error.ModelFailed($"MCP server '{server}' gave no {port.Name}; choose another model.", retryable: false);
        }

        return outputs.ToImmutable();
    }

    /// <summary>All texts, where no other output takes some.</summary>
    private static ModelOutput? Words(Port port, TaskType type, Queue<string> texts)
    {
        if (texts.Count == 0)
            return null;

        var isAlone = type.Outputs.Count(other => other.Kind is MediaKind.Text or MediaKind.Data) == 1;
        return ModelOutput.FromText(port.Name, isAlone ? string.Join("\n\n", texts) : texts.Dequeue());
    }

    private static ModelOutput? Data(Port port, CallToolResult result, Queue<string> texts)
    {
        var json = result.StructuredContent?.GetRawText() ?? (texts.TryPeek(out var text) && IsJson(text) ? texts.Dequeue() : null);
        return json is null ? null : ModelOutput.FromBytes(port.Name, MediaTypes.Json, $"{port.Name}.json", Encoding.UTF8.GetBytes(json));
    }

    /// <summary>The first file of the kind: one that is there, else one that is at the server.</summary>
    private async Task<ModelOutput?> FileAsync(Port port, CallToolResult result)
    {
        foreach (var block in result.Content)
        {
            var found = block switch
            {
                ImageContentBlock image => Of(port, image.MimeType, image.DecodedData),
                AudioContentBlock audio => Of(port, audio.MimeType, audio.DecodedData),
                EmbeddedResourceBlock { Resource: BlobResourceContents blob } => Of(port, blob.MimeType, blob.DecodedData),
                _ => null,
            };
            if (found is not null)
                return found;
        }

        if (result.Content.OfType<ResourceLinkBlock>().FirstOrDefault(link => MediaTypes.KindOf(link.MimeType ?? "") == port.Kind) is not { } named)
            return null;

        var content = await read(named.Uri).ConfigureAwait(false);
        return content.Contents.OfType<BlobResourceContents>().Select(blob => Of(port, blob.MimeType, blob.DecodedData)).FirstOrDefault(file => file is not null);
    }

    private static ModelOutput? Of(Port port, string? said, ReadOnlyMemory<byte> bytes) => AnsweredFile.Of(port.Name, port.Kind, said ?? "", bytes);

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
