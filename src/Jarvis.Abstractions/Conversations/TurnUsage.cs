using System.Text.Json.Serialization;
using Jarvis.LanguageModels;
using Jarvis.Models;
using Jarvis.Tasks;

namespace Jarvis.Conversations;

/// <summary>What a turn, or several, have used, by stage. What was still under way when a turn ended is not in it.</summary>
public sealed record TurnUsage
{
    /// <summary>Nothing.</summary>
    public static TurnUsage None { get; } = new();

    /// <summary>Language models that planned, planned again, or summed up earlier turns for a plan.</summary>
    public LanguageModelUsage Planning { get; init => field = value ?? LanguageModelUsage.None; } = LanguageModelUsage.None;

    /// <summary>Language models that chose between models.</summary>
    public LanguageModelUsage Choosing { get; init => field = value ?? LanguageModelUsage.None; } = LanguageModelUsage.None;

    /// <summary>Language models that did tasks.</summary>
    public LanguageModelUsage Tasks { get; init => field = value ?? LanguageModelUsage.None; } = LanguageModelUsage.None;

    /// <summary>Language models that wrote the answer.</summary>
    public LanguageModelUsage Answering { get; init => field = value ?? LanguageModelUsage.None; } = LanguageModelUsage.None;

    /// <summary>The attempts of all tasks, on whatever model, those that failed among them.</summary>
    public ModelUsage Models { get; init => field = value ?? ModelUsage.None; } = ModelUsage.None;

    /// <summary>All stages' language models together.</summary>
    public LanguageModelUsage LanguageModels => Planning + Choosing + Tasks + Answering;

    /// <summary>US dollars, of models and language models.</summary>
    public decimal Cost => Models.Cost + LanguageModels.Cost;

    /// <summary>Whether nothing was used.</summary>
    [JsonIgnore]
    public bool IsNone => this == None;

    /// <summary>Both together.</summary>
    public static TurnUsage operator +(TurnUsage left, TurnUsage right) => new()
    {
        Planning = left.Planning + right.Planning,
        Choosing = left.Choosing + right.Choosing,
        Tasks = left.Tasks + right.Tasks,
        Answering = left.Answering + right.Answering,
        Models = left.Models + right.Models,
    };

    /// <summary>Both together.</summary>
    public static TurnUsage Add(TurnUsage left, TurnUsage right) => left + right;

    /// <summary>This and what a task has used.</summary>
    public TurnUsage With(TaskUsage task) => this with
    {
        Choosing = Choosing + task.Choosing,
        Tasks = Tasks + task.Work,
        Models = Models + task.Models,
    };
}
