namespace Jarvis.Models.Cards;

/// <summary>Reads the value that a card's tokens stand at.</summary>
/// <typeparam name="T">What it is.</typeparam>
/// <param name="tokens">The tokens; left at the value's last.</param>
internal delegate T CardValue<out T>(ref CardTokens tokens);
