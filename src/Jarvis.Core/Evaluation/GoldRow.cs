namespace Jarvis.Evaluation;

/// <summary>A request with the plan that is right for it.</summary>
/// <param name="Id">Its name in the data.</param>
/// <param name="Structure">What its links are: <c>single</c>, <c>chain</c> or <c>dag</c>.</param>
/// <param name="Request">What the user asks. Hostile, like all that comes from outside.</param>
/// <param name="Plan">The plan.</param>
/// <param name="HasArguments">Whether the plan says what tools are given; without, arguments are not scored.</param>
public sealed record GoldRow(string Id, string Structure, string Request, ToolPlan Plan, bool HasArguments);
