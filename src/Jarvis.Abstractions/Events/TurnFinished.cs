using Jarvis.Conversations;
using Jarvis.Errors;

namespace Jarvis.Events;

/// <summary>The turn ended. It is the last event of its turn, unless somebody opens it again (<see cref="TurnReopened"/>).</summary>
/// <param name="Status">How.</param>
/// <param name="Error">Why it failed or was cancelled; null when it was answered.</param>
public sealed record TurnFinished(TurnStatus Status, JarvisError? Error = null) : ConversationEvent;
