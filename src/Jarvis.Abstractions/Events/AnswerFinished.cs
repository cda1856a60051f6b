using Jarvis.Answers;

namespace Jarvis.Events;

/// <summary>The whole answer.</summary>
/// <param name="Answer">The answer, checked: it may differ from the pieces where they cited what does not exist.</param>
public sealed record AnswerFinished(Answer Answer) : ConversationEvent;
