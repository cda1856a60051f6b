using Jarvis.Identity;

namespace Jarvis.Conversations;

/// <summary>A turn was accepted.</summary>
/// <param name="Turn">The turn.</param>
/// <param name="Sequence">The sequence number of its first event. Read after the one before it to miss nothing.</param>
public sealed record TurnReceipt(TurnId Turn, long Sequence);
