using System.Text.Json;

namespace Jarvis.Gateway.HuggingFace;

/// <summary>What a model is asked.</summary>
internal sealed record InferenceBody
{
    /// <summary>What it is to work on: a text, a file in base 64, or an object or list of these.</summary>
    public JsonElement Inputs { get; init; }

    /// <summary>How.</summary>
    public JsonElement Parameters { get; init; }

    /// <summary>What it is to write on from, in the form of completions.</summary>
    public string? Prompt { get; init; }

    /// <summary>What was said, in the form of chat completions.</summary>
    public JsonElement Messages { get; init; }

    /// <summary>Whether the answer is to come in pieces.</summary>
    public bool? Stream { get; init; }
}
