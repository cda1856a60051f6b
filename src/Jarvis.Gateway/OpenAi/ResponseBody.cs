using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Jarvis.Gateway.OpenAi;

/// <summary>What is asked by the Responses API.</summary>
/// <param name="Model"><c>jarvis</c>.</param>
/// <param name="Input">What was said, oldest first: a text, or messages.</param>
internal sealed record ResponseBody(string Model, [property: JsonConverter(typeof(InputConverter))] ImmutableArray<DialogueItem> Input)
{
    /// <summary>What is to be kept in mind.</summary>
    public string? Instructions { get; init; }

    /// <summary>Whether the answer is to come in pieces.</summary>
    public bool? Stream { get; init; }

    /// <summary>Whether the response can be asked for again; it can by default.</summary>
    public bool? Store { get; init; }

    /// <summary>Whether nobody waits for it now.</summary>
    public bool? Background { get; init; }

    /// <summary>The response to go on from.</summary>
    public string? PreviousResponseId { get; init; }

    /// <summary>The conversation to go on with.</summary>
    public ConversationName? Conversation { get; init; }

    /// <summary>In which form; only text.</summary>
    public ResponseText? Text { get; init; }

    /// <summary>Extensions of ours.</summary>
    public Extensions? Jarvis { get; init; }
}
