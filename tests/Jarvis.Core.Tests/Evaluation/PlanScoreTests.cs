using Jarvis.Evaluation;

namespace Jarvis.Core.Tests.Evaluation;

public sealed class PlanScoreTests
{
    private static readonly GoldRow Gold = new(
        "1",
        "chain",
        "go",
        new ToolPlan(
            [new ToolNode("a", [new("text", "x")]), new ToolNode("b", [new("text", "a")]), new ToolNode("c", [])],
            [new ToolLink("a", "b"), new ToolLink("b", "c")]),
        HasArguments: true);

    [Fact]
    public void The_right_plan_is_whole()
    {
        var score = PlanScore.Of(Gold.Plan, Gold);

        Assert.Equal((1.0, 1.0, 1.0, 1.0), (score.Nodes.F1, score.Edges.F1, score.ParameterNames.F1, score.ParameterValues.F1));
    }

    [Fact]
    public void Tools_links_and_arguments_are_counted_as_sets()
    {
        var score = PlanScore.Of(
            new ToolPlan([new ToolNode("a", [new("text", "y")]), new ToolNode("a", [new("text", "y")]), new ToolNode("d", [])], [new ToolLink("b", "a")]), Gold);

        Assert.Equal(new Hits(1, 2, 3), score.Nodes);
        Assert.Equal(new Hits(0, 1, 2), score.Edges);
        Assert.Equal(new Hits(1, 1, 2), score.ParameterNames);
        Assert.Equal(new Hits(0, 1, 2), score.ParameterValues);
        Assert.Equal(0.4, score.Nodes.F1, 6);
        Assert.Equal((0.5, 1.0 / 3), (score.Nodes.Precision, score.Nodes.Recall));
    }

    [Fact]
    public void Plans_are_added_up_before_the_average()
    {
        var sum = PlanScore.Of(Gold.Plan, Gold) + PlanScore.Of(ToolPlan.Empty, Gold);

        Assert.Equal(2, sum.Plans);
        Assert.Equal(new Hits(3, 3, 6), sum.Nodes);
        Assert.Equal(2.0 / 3, sum.Nodes.F1, 6);
    }

    [Fact]
    public void Arguments_are_scored_only_where_the_right_plan_has_them() =>
        Assert.Equal(default, PlanScore.Of(Gold.Plan, Gold with { HasArguments = false }).ParameterNames);

    [Fact]
    public void Nothing_at_all_is_zero_and_no_division_by_it() =>
        Assert.Equal((0.0, 0.0, 0.0), (default(Hits).F1, default(Hits).Precision, default(Hits).Recall));
}
