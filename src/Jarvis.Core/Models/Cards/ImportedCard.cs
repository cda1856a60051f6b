namespace Jarvis.Models.Cards;

/// <summary>What came of one line of a list of models: a card, or why there is none.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Card">The card; null when the line is left out.</param>
/// <param name="Skipped">Why it is left out; null when it is not.</param>
public sealed record ImportedCard(int Line, ModelCard? Card, string? Skipped);
