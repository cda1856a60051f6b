namespace Jarvis.Gateway.OpenAi;

/// <summary>How the text of a response is to be.</summary>
/// <param name="Format">In which form; only text.</param>
internal sealed record ResponseText(TypedOption? Format = null);
