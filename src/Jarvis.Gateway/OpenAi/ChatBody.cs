using System.Collections.Immutable;

namespace Jarvis.Gateway.OpenAi;

/// <summary>A dialogue that is to go on.</summary>
/// <param name="Model"><c>jarvis</c>.</param>
/// <param name="Messages">What was said, oldest first.</param>
internal sealed record ChatBody(string Model, ImmutableArray<DialogueItem> Messages)
{
    /// <summary>Whether the answer is to come in pieces.</summary>
    public bool? Stream { get; init; }

    /// <summary>How it is to come.</summary>
    public StreamOptions? StreamOptions { get; init; }

    /// <summary>Whether the conversation is to be kept; not by default.</summary>
    public bool? Store { get; init; }

    /// <summary>The conversation to go on with, which is kept then; an extension of ours.</summary>
    public ConversationName? Conversation { get; init; }

    /// <summary>How many answers are wanted; there is one.</summary>
    public int? N { get; init; }

    /// <summary>In which form; only text.</summary>
    public TypedOption? ResponseFormat { get; init; }

    /// <summary>Extensions of ours.</summary>
    public Extensions? Jarvis { get; init; }
}
