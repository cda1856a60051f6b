using System.ComponentModel.DataAnnotations;

namespace Jarvis.Models.LanguageModel;

/// <summary>What is known of the language model that does text tasks, and how much it may be given.</summary>
public sealed class LanguageModelTaskOptions
{
    /// <summary>The model's name, for its card: <c>language-model/NAME</c>. Characters that an id cannot have become '-'.</summary>
    [Required]
    public string Model { get; set; } = "default";

    /// <summary>How many tokens it reads and writes together; 8,192 by default.</summary>
    [Range(1024, 10_000_000)]
    public int ContextTokens { get; set; } = 8192;

    /// <summary>The most tokens of one answer, and what is kept free of the context for it; 1,024 by default.</summary>
    [Range(64, 1_000_000)]
    public int MaxOutputTokens { get; set; } = 1024;

    /// <summary>Whether it takes images.</summary>
    public bool Vision { get; set; }

    /// <summary>The most bytes of an image that are sent; 10 MiB by default.</summary>
    [Range(1024, 100 << 20)]
    public int MaxImageBytes { get; set; } = 10 << 20;

    /// <summary>How well it does text tasks, from 0 to 1; 0.7 by default, below good specialists and above weak ones.</summary>
    [Range(0.0, 1.0)]
    public double Quality { get; set; } = 0.7;

    /// <summary>How well it does image tasks, from 0 to 1; 0.6 by default, so that a reader made for pages comes first.</summary>
    [Range(0.0, 1.0)]
    public double VisionQuality { get; set; } = 0.6;

    /// <summary>Price of a usual call in US dollars, for choosing between models; 0 by default.</summary>
    [Range(0.0, 1000.0)]
    public decimal PricePerCall { get; set; }

    /// <summary>How many calls run at once; 4 by default.</summary>
    [Range(1, 1000)]
    public int Concurrency { get; set; } = 4;
}
