namespace Jarvis.Conversations;

/// <summary>What came of an input.</summary>
/// <param name="State">The new state.</param>
/// <param name="Effects">What to do once it is kept, in order.</param>
public sealed record TurnTransition(TurnState State, IReadOnlyList<TurnEffect> Effects);
