using System.ComponentModel.DataAnnotations;

namespace Jarvis.Answers;

/// <summary>How much of a turn reaches the language model that answers, and how much it may write.</summary>
public sealed class LanguageModelAnswererOptions
{
    /// <summary>How many tokens the model reads and writes together; 8,192 by default.</summary>
    [Range(1024, 10_000_000)]
    public int ContextTokens { get; set; } = 8192;

    /// <summary>The most tokens of an answer, and what is kept free of the context for it; 1,024 by default.</summary>
    [Range(64, 1_000_000)]
    public int MaxOutputTokens { get; set; } = 1024;

    /// <summary>The most tokens of one result that the model is shown; 1,500 by default. The file holds all.</summary>
    [Range(16, 1_000_000)]
    public int MaxResultTokens { get; set; } = 1500;

    /// <summary>The most characters that are taken of an answer, whatever the model writes; 65,536 by default.</summary>
    [Range(1024, 10_000_000)]
    public int MaxAnswerCharacters { get; set; } = 65_536;
}
