namespace Jarvis.LanguageModels;

/// <summary>The model of one role, where it differs from that of all: the same server, another model.</summary>
public sealed class LanguageModelRoleOptions
{
    /// <summary>The model's name; null for that of all roles, whose context and prices then hold where none are given here.</summary>
    public string? Model { get; set; }

    /// <summary>Tokens that prompt and answer may have together.</summary>
    public int? ContextTokens { get; set; }

    /// <summary>US dollars for a million tokens of prompt.</summary>
    public decimal? InputPrice { get; set; }

    /// <summary>US dollars for a million tokens of answer.</summary>
    public decimal? OutputPrice { get; set; }
}
