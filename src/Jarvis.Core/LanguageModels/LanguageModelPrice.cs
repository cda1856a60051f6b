namespace Jarvis.LanguageModels;

/// <summary>What a language model costs.</summary>
/// <param name="Input">US dollars for a million tokens of prompt.</param>
/// <param name="Output">US dollars for a million tokens of answer.</param>
public readonly record struct LanguageModelPrice(decimal Input, decimal Output)
{
    /// <summary>US dollars for so many tokens.</summary>
    public decimal Of(long inputTokens, long outputTokens) => ((Input * inputTokens) + (Output * outputTokens)) / 1_000_000;
}
