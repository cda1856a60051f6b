namespace Jarvis.Events;

/// <summary>A piece of the answer, as it is written.</summary>
/// <param name="Text">The piece, in Markdown.</param>
public sealed record AnswerDelta(string Text) : ConversationEvent;
