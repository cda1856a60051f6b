namespace Jarvis.LanguageModels;

/// <summary>Some of what limits are made of.</summary>
/// <param name="Tokens">Tokens of prompts and answers.</param>
/// <param name="Cost">US dollars.</param>
public readonly record struct LanguageModelAmount(long Tokens, decimal Cost)
{
    /// <summary>What usage takes out of a limit.</summary>
    public static LanguageModelAmount Of(LanguageModelUsage usage) => new(usage.Tokens, usage.Cost);

    /// <summary>Both together.</summary>
    public static LanguageModelAmount operator +(LanguageModelAmount left, LanguageModelAmount right) => new(left.Tokens + right.Tokens, left.Cost + right.Cost);

    /// <summary>What is left of the one without the other.</summary>
    public static LanguageModelAmount operator -(LanguageModelAmount left, LanguageModelAmount right) => new(left.Tokens - right.Tokens, left.Cost - right.Cost);

    /// <summary>Both together.</summary>
    public static LanguageModelAmount Add(LanguageModelAmount left, LanguageModelAmount right) => left + right;

    /// <summary>What is left of the one without the other.</summary>
    public static LanguageModelAmount Subtract(LanguageModelAmount left, LanguageModelAmount right) => left - right;

    /// <summary>The greater of each.</summary>
    public static LanguageModelAmount Max(LanguageModelAmount left, LanguageModelAmount right) =>
        new(Math.Max(left.Tokens, right.Tokens), Math.Max(left.Cost, right.Cost));
}
