namespace Jarvis.Evaluation;

/// <summary>The scores of a group of requests.</summary>
/// <param name="Name">The structure of their gold plans, or <c>overall</c>.</param>
/// <param name="Score">With all that was missed where nothing was predicted.</param>
/// <param name="Answered">Only of requests for which something was predicted, as the published scorers count.</param>
public sealed record ScoredGroup(string Name, PlanScore Score, PlanScore Answered)
{
    /// <summary>For how many requests nothing was predicted.</summary>
    public int Missing => Score.Plans - Answered.Plans;
}
