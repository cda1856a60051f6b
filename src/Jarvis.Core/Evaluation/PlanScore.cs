namespace Jarvis.Evaluation;

/// <summary>
/// How near plans are to the right ones, by TaskBench's measures (Shen et al., arXiv 2311.18760): sets for each plan, added up over plans.
/// </summary>
/// <param name="Plans">How many plans.</param>
/// <param name="Nodes">Names of tools.</param>
/// <param name="Edges">Pairs of names of joined tools.</param>
/// <param name="ParameterNames">Tools with their parameters (t-F1).</param>
/// <param name="ParameterValues">Tools with their parameters and values (v-F1).</param>
public sealed record PlanScore(int Plans, Hits Nodes, Hits Edges, Hits ParameterNames, Hits ParameterValues)
{
    /// <summary>Of no plan.</summary>
    public static PlanScore None { get; } = new(0, default, default, default, default);

    /// <summary>Compares one plan with the right one.</summary>
    /// <param name="predicted">The plan.</param>
    /// <param name="gold">The right one.</param>
    public static PlanScore Of(ToolPlan predicted, GoldRow gold) => new(
        1,
        Hits.Of(Names(predicted), Names(gold.Plan)),
        Hits.Of(predicted.Links, gold.Plan.Links),
        gold.HasArguments ? Hits.Of(Parameters(predicted), Parameters(gold.Plan)) : default,
        gold.HasArguments ? Hits.Of(Values(predicted), Values(gold.Plan)) : default);

    /// <summary>Both added up.</summary>
    public static PlanScore operator +(PlanScore left, PlanScore right) => new(
        left.Plans + right.Plans,
        left.Nodes + right.Nodes,
        left.Edges + right.Edges,
        left.ParameterNames + right.ParameterNames,
        left.ParameterValues + right.ParameterValues);

    /// <summary>Both added up.</summary>
    public static PlanScore Add(PlanScore left, PlanScore right) => left + right;

    private static IEnumerable<string> Names(ToolPlan plan) => plan.Nodes.Select(node => node.Tool);

    private static IEnumerable<(string Tool, string Parameter)> Parameters(ToolPlan plan) =>
        plan.Nodes.SelectMany(node => node.Parameters.Select(parameter => (node.Tool, parameter.Name)));

    private static IEnumerable<(string Tool, ToolParameter Parameter)> Values(ToolPlan plan) =>
        plan.Nodes.SelectMany(node => node.Parameters.Select(parameter => (node.Tool, parameter)));
}
