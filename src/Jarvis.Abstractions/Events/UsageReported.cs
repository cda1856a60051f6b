using Jarvis.Conversations;

namespace Jarvis.Events;

/// <summary>What the turn has used, told before its end, however it ends; a turn that used nothing has none.</summary>
/// <param name="Usage">By stage, and in total.</param>
public sealed record UsageReported(TurnUsage Usage) : ConversationEvent;
