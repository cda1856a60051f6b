using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Planning;

namespace Jarvis.Answers;

/// <summary>All that an answer may be made from.</summary>
/// <param name="Turn">The turn.</param>
/// <param name="Request">What the user asked.</param>
/// <param name="Outcomes">How each planned task ended, in plan order.</param>
/// <param name="Dropped">What was asked and not planned.</param>
public sealed record AnswerRequest(
    TurnId Turn,
    string Request,
    ImmutableArray<TaskOutcome> Outcomes,
    ImmutableArray<PartDropped> Dropped)
{
    /// <summary>What the turn is known to have used of language models before, wherever that was; null for nothing.</summary>
    public LanguageModelUsage? Spent { get; init; }

    /// <summary>Told what is used of language models for it, as soon as it is known; null where nobody counts.</summary>
    public IProgress<LanguageModelUsage>? Usage { get; init; }
}
