namespace Jarvis.Conversations;

/// <summary>A turn that had ended and is about to go on.</summary>
/// <param name="Turn">Its number.</param>
/// <param name="After">The last event of the conversation before that.</param>
public sealed record ReopenedTurn(int Turn, long After);
