using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Jarvis.Conversations;
using Jarvis.Media;
using Jarvis.Models;
using Jarvis.Planning;
using ModelContextProtocol.Protocol;

namespace Jarvis.Gateway.Mcp;

/// <summary>How tools look.</summary>
internal static class ToolForm
{
    private const string FileForm = "its jarvis:// address, an http or https address, or its bytes as a data: URL in base 64";

    /// <summary>The tool of a task type.</summary>
    /// <param name="type">The task type.</param>
    /// <param name="models">Those that can do it now.</param>
    internal static Tool Of(TaskType type, IReadOnlyCollection<ModelStatus> models)
    {
        var properties = new JsonObject();
        foreach (var port in type.Inputs)
        {
            properties[port.Name] = Of(port);
        }

        foreach (var option in type.Options)
        {
            properties[option.Name] = Of(option);
        }

        var required = type.Inputs.Where(port => port.Required).Select(port => port.Name).Concat(type.Options.Where(option => option.Required).Select(option => option.Name));
        return new()
        {
            Name = type.Name,
            Description = $"{type.Description}. Gives {string.Join(" and ", type.Outputs.Select(port => port.Name))}.",
            InputSchema = Schema(properties, required),
            Annotations = Hints([.. type.SideEffects, .. models.SelectMany(model => model.Card.SideEffects)], models),
        };
    }

    /// <summary>The tool that asks for a whole turn.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="models">Those that it may use.</param>
    internal static Tool Ask(string name, IReadOnlyCollection<ModelStatus> models) => new()
    {
        Name = name,
        Description = "Does what is asked in plain language: plans tasks, runs them on the models that fit, and answers from what they gave, with the files that they made.",
        InputSchema = Schema(
            new()
            {
                ["text"] = new JsonObject { ["type"] = "string", ["description"] = "What is to be done.", ["minLength"] = 1, ["maxLength"] = TurnRequest.MaxText },
                ["files"] = Many($"The files that it is about: of each {FileForm}."),
            },
            ["text"]),
        Annotations = Hints([.. models.SelectMany(model => model.Card.SideEffects)], models),
    };

    private static JsonObject Of(Port port)
    {
        var what = port.Kind switch
        {
            MediaKind.Text => "A text, or the jarvis:// address of one.",
            MediaKind.Data => "JSON as it is, or the jarvis:// address of a file with it.",
            _ => $"A file of kind {port.Kind.ToString().ToLowerInvariant()}: {FileForm}.",
        };
        return port.Many ? Many(what)
            : port.Kind == MediaKind.Data ? new() { ["description"] = what }
            : new() { ["type"] = "string", ["description"] = what };
    }

    private static JsonObject Of(TaskOption option)
    {
        var schema = new JsonObject { ["type"] = "string", ["description"] = option.Description };
        if (!option.Values.IsDefaultOrEmpty)
        {
            schema["enum"] = new JsonArray([.. option.Values.Select(value => JsonValue.Create(value))]);
        }

        return schema;
    }

    private static JsonObject Many(string what) => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject { ["type"] = "string" },
        ["minItems"] = 1,
        ["maxItems"] = TurnRequest.MaxAttachments,
        ["description"] = what,
    };

    private static JsonElement Schema(JsonObject properties, IEnumerable<string> required) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["type"] = "object",
        ["properties"] = properties,
        ["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]),
        ["additionalProperties"] = false,
    });

    /// <summary>What costs or leaves the machine changes nothing; what anything else does is for a person to know before.</summary>
    private static ToolAnnotations Hints(ImmutableHashSet<string> effects, IReadOnlyCollection<ModelStatus> models)
    {
        var changes = effects.Except([SideEffects.Pays, SideEffects.Sends]).Count > 0;
        return new()
        {
            ReadOnlyHint = !changes,
            DestructiveHint = changes,
            OpenWorldHint = effects.Contains(SideEffects.Sends) || models.Any(model => model.Device == Identity.DeviceId.Remote),
        };
    }
}
