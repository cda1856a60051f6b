namespace Jarvis.Gateway.OpenAi;

/// <summary>A sound in a message.</summary>
/// <param name="Data">Its bytes, in base 64.</param>
/// <param name="Format">Such as <c>wav</c>.</param>
internal sealed record ContentAudio(string Data, string? Format = null);
