using Jarvis.LanguageModels;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>How errors of a server speak of what was asked of it.</summary>
/// <param name="Noun">What is called, such as language model.</param>
/// <param name="Section">Where it is configured.</param>
internal sealed record OpenAIErrorWords(string Noun, string Section)
{
    internal static OpenAIErrorWords LanguageModel { get; } = new("language model", LanguageModelOptions.Section);

    /// <summary>Any other model.</summary>
    /// <param name="endpoint">The endpoint's name in the configuration.</param>
    internal static OpenAIErrorWords Model(string endpoint) => new("model", $"{RemoteModelOptions.Section}:OpenAI:{endpoint}");
}
