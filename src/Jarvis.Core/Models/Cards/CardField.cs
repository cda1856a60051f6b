namespace Jarvis.Models.Cards;

/// <summary>Reads the field that a card's tokens stand at.</summary>
/// <param name="tokens">The tokens; left at the value's last.</param>
/// <param name="card">The card so far.</param>
/// <returns>The card with the field.</returns>
internal delegate ModelCard CardField(ref CardTokens tokens, ModelCard card);
