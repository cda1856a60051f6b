namespace Jarvis.Models.Cards;

/// <summary>Ends the reading of a card.</summary>
/// <param name="offset">The byte that it is about.</param>
/// <param name="message">What is wrong and what to write instead.</param>
internal sealed class CardFaultException(long offset, string message) : Exception(message)
{
    internal long Offset => offset;

    /// <summary>The field, where the fault is in one.</summary>
    internal string? Field { get; init; }
}
