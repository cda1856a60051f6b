namespace Jarvis.Events;

/// <summary>A piece of the answer, as it is written. After <see cref="TurnResumed"/> the answer begins anew.</summary>
/// <param name="Text">The piece, in Markdown.</param>
public sealed record AnswerDelta(string Text) : ConversationEvent;
