using Jarvis.LanguageModels;
using Jarvis.Models;

namespace Jarvis.Tasks;

/// <summary>What one task has used.</summary>
public sealed record TaskUsage
{
    /// <summary>Nothing.</summary>
    public static TaskUsage None { get; } = new();

    /// <summary>Its attempts, on whatever model.</summary>
    public ModelUsage Models { get; init => field = value ?? ModelUsage.None; } = ModelUsage.None;

    /// <summary>The language model that chose between models for it: its share of calls that chose for several tasks.</summary>
    public LanguageModelUsage Choosing { get; init => field = value ?? LanguageModelUsage.None; } = LanguageModelUsage.None;

    /// <summary>The language model that did it.</summary>
    public LanguageModelUsage Work { get; init => field = value ?? LanguageModelUsage.None; } = LanguageModelUsage.None;

    /// <summary>Both together.</summary>
    public static TaskUsage operator +(TaskUsage left, TaskUsage right) => new()
    {
        Models = left.Models + right.Models,
        Choosing = left.Choosing + right.Choosing,
        Work = left.Work + right.Work,
    };

    /// <summary>Both together.</summary>
    public static TaskUsage Add(TaskUsage left, TaskUsage right) => left + right;
}
