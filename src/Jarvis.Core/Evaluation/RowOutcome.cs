using Jarvis.LanguageModels;

namespace Jarvis.Evaluation;

/// <summary>What a planner made of one request.</summary>
/// <param name="Row">The request.</param>
/// <param name="Plan">The plan; null where nothing was predicted.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="Duration">What planning took.</param>
/// <param name="Usage">What it used of language models.</param>
internal sealed record RowOutcome(GoldRow Row, ToolPlan? Plan, string? Failure, TimeSpan Duration, LanguageModelUsage Usage);
