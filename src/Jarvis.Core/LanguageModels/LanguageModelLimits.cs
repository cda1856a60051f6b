namespace Jarvis.LanguageModels;

/// <summary>How much may be spent on language models.</summary>
/// <param name="Tokens">Tokens of prompts and answers.</param>
/// <param name="Cost">US dollars; null for no limit.</param>
public sealed record LanguageModelLimits(long Tokens, decimal? Cost = null)
{
    /// <summary>No limits.</summary>
    public static LanguageModelLimits None { get; } = new(long.MaxValue);
}
