using Jarvis.Errors;

namespace Jarvis.Conversations;

/// <summary>What came of an input.</summary>
/// <param name="State">The new state.</param>
/// <param name="Effects">What to do once it is kept, in order.</param>
public sealed record TurnTransition(TurnState State, IReadOnlyList<TurnEffect> Effects)
{
    /// <summary>Why a command was refused; null when it was not, and for every other input.</summary>
    public JarvisError? Refused { get; init; }

    /// <summary>What a command is answered with; null for every other input.</summary>
    public TurnReceipt? Receipt { get; init; }
}
