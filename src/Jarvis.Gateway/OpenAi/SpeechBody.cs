namespace Jarvis.Gateway.OpenAi;

/// <summary>What is to be read aloud.</summary>
/// <param name="Model"><c>jarvis</c>, or a model for text-to-speech.</param>
/// <param name="Input">The text.</param>
internal sealed record SpeechBody(string Model, string Input)
{
    /// <summary>By which voice.</summary>
    public string? Voice { get; init; }

    /// <summary>As which kind of file.</summary>
    public string? ResponseFormat { get; init; }
}
