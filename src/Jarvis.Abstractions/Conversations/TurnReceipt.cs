using Jarvis.Identity;

namespace Jarvis.Conversations;

/// <summary>A turn, or something that was decided about it, was accepted.</summary>
/// <param name="Turn">The turn.</param>
/// <param name="Sequence">The sequence number of the first event that comes of it. Read after the one before it to miss nothing.</param>
public sealed record TurnReceipt(TurnId Turn, long Sequence);
