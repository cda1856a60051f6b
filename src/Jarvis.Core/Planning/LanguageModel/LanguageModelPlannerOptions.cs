using System.ComponentModel.DataAnnotations;

namespace Jarvis.Planning.LanguageModel;

/// <summary>How a language model is asked for plans.</summary>
public sealed class LanguageModelPlannerOptions
{
    /// <summary>How many tokens the model can take and give together. 8,192 by default.</summary>
    [Range(2048, 10_000_000)]
    public int ContextTokens { get; set; } = 8192;

    /// <summary>The most tokens that it may write. 2,000 by default; at most half of the context is used.</summary>
    [Range(64, 100_000)]
    public int MaxOutputTokens { get; set; } = 2000;

    /// <summary>How many worked examples it is shown. 3 by default; more than 4 gain little.</summary>
    [Range(0, 7)]
    public int Demonstrations { get; set; } = 3;

    /// <summary>
    /// The most tokens, by estimate, of the instructions, task types and examples: all of the prompt that is not the conversation's. 2,000 by
    /// default. Where they are more, descriptions and examples are left out.
    /// </summary>
    [Range(500, 100_000)]
    public int InstructionTokens { get; set; } = 2000;

    /// <summary>Whether the offline planner plans where the model cannot be reached or understood; the turn says so. True by default.</summary>
    public bool FallBackOffline { get; set; } = true;

    /// <summary>How big a plan may be.</summary>
    [Required]
    public PlanLimits Limits { get; set; } = PlanLimits.Default;

    /// <summary>The most tokens of a reply in a context of so many.</summary>
    internal int OutputTokens(int contextTokens) => Math.Min(MaxOutputTokens, contextTokens / 2);
}
