using Jarvis.Identity;

namespace Jarvis.Models.Cards;

/// <summary>What came of reading one card: the card, or what is wrong with it.</summary>
/// <param name="File">The file's name, without its folder.</param>
/// <param name="Line">The line that it begins at, from 1.</param>
/// <param name="Card">The card; null when it cannot be used.</param>
/// <param name="Problem">What is wrong; null when nothing is.</param>
public sealed record CardReading(string File, int Line, ModelCard? Card, CardProblem? Problem)
{
    /// <summary>Its id, where that could be read.</summary>
    public ModelId? Id { get; init; } = Card?.Id;
}
