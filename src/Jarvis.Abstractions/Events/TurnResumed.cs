namespace Jarvis.Events;

/// <summary>
/// The turn goes on after a break: its host had stopped, or its state could not be kept for a while. What had ended counts, what ran is run
/// again, and the answer begins anew: the pieces that were told before this event do not belong to it.
/// </summary>
public sealed record TurnResumed : ConversationEvent;
