namespace Jarvis.Events;

/// <summary>The turn had ended and goes on: somebody asked to run a task again. Another <see cref="TurnFinished"/> follows.</summary>
public sealed record TurnReopened : ConversationEvent;
