namespace Jarvis.Gateway.OpenAi;

/// <summary>An option of which only its type means something here.</summary>
/// <param name="Type">Which.</param>
internal sealed record TypedOption(string? Type = null);
