using System.Collections.Immutable;
using Jarvis.Gateway.Console.Plans;
using Jarvis.Planning;

namespace Jarvis.Console.Tests.Plans;

public sealed class PlanGraphLayoutTests
{
    [Fact]
    public void A_task_stands_one_layer_after_the_last_that_it_needs()
    {
        var graph = PlanGraphLayout.Of([Task(0), Task(1, 0), Task(2, 0, 1)]);

        Assert.Equal([(0, 0), (1, 1), (2, 2)], graph.Nodes.Select(node => (node.Task, node.Layer)));
        Assert.True(graph.Nodes[0].X + PlanGraphLayout.NodeWidth < graph.Nodes[1].X);
    }

    [Fact]
    public void Tasks_do_not_overlap_and_stand_inside()
    {
        var graph = PlanGraphLayout.Of(Hundred());

        foreach (var layer in graph.Nodes.GroupBy(node => node.Layer))
        {
            var tops = layer.Select(node => node.Y).Order().ToList();
            Assert.All(tops.Zip(tops.Skip(1)), pair => Assert.True(pair.First + PlanGraphLayout.NodeHeight <= pair.Second));
        }

        Assert.All(graph.Nodes, node => Assert.True(node.X >= 0 && node.Y >= 0 && node.X + PlanGraphLayout.NodeWidth <= graph.Width && node.Y + PlanGraphLayout.NodeHeight <= graph.Height));
    }

    [Fact]
    public void Lines_that_could_cross_do_not()
    {
        // Drawn in the order of their numbers, 0 to 3 and 1 to 2 would cross.
        var graph = PlanGraphLayout.Of([Task(0), Task(1), Task(2, 1), Task(3, 0)]);

        var y = graph.Nodes.ToDictionary(node => node.Task, node => node.Y);
        Assert.Equal(y[0] < y[1], y[3] < y[2]);
    }

    [Fact]
    public void No_lines_of_a_tree_cross()
    {
        var graph = PlanGraphLayout.Of(Enumerable.Range(0, 64).Select(id => id == 0 ? Task(id) : Task(id, (id - 1) / 4)));

        var y = graph.Nodes.ToDictionary(node => node.Task, node => node.Y);
        var layer = graph.Nodes.ToDictionary(node => node.Task, node => node.Layer);
        var lines = graph.Edges.ToList();
        Assert.DoesNotContain(lines, one => lines.Any(other => layer[one.From] == layer[other.From] && y[one.From] < y[other.From] && y[one.To] > y[other.To]));
    }

    [Fact]
    public void A_long_line_goes_between_the_tasks_that_it_passes()
    {
        var graph = PlanGraphLayout.Of([Task(0), Task(1, 0), Task(2, 1, 0)]);

        var far = graph.Edges.Single(edge => edge is { From: 0, To: 2 });
        var passed = graph.Nodes.Single(node => node.Task == 1);
        Assert.All(far.Points.Where(point => point.X >= passed.X && point.X <= passed.X + PlanGraphLayout.NodeWidth),
            point => Assert.False(point.Y > passed.Y && point.Y < passed.Y + PlanGraphLayout.NodeHeight));
    }

    [Fact]
    public void What_only_waits_is_told_from_what_takes_a_result()
    {
        var graph = PlanGraphLayout.Of([Task(0), Task(1), new PlannedTask(2, TaskTypes.Summarization) { After = [0], Arguments = Takes(1) }]);

        Assert.True(graph.Edges.Single(edge => edge.From == 0).IsOrder);
        Assert.False(graph.Edges.Single(edge => edge.From == 1).IsOrder);
    }

    [Fact]
    public void The_same_plan_is_drawn_the_same_whatever_came_first()
    {
        var tasks = Hundred();

        var (one, other) = (PlanGraphLayout.Of(tasks), PlanGraphLayout.Of([.. tasks.Reverse()]));

        Assert.Equal(one.Nodes.OrderBy(node => node.Task), other.Nodes.OrderBy(node => node.Task));
    }

    [Fact]
    public void A_plan_that_is_none_yet_or_goes_round_is_drawn_all_the_same()
    {
        Assert.Empty(PlanGraphLayout.Of([]).Nodes);
        Assert.Equal(2, PlanGraphLayout.Of([Task(0, 1), Task(1, 0)]).Nodes.Length);
        Assert.Single(PlanGraphLayout.Of([Task(5, 4)]).Nodes);
    }

    private static PlannedTask[] Hundred() => [.. Enumerable.Range(0, 100).Select(id => id == 0 ? Task(id) : Task(id, (id - 1) / 3, id / 2))];

    private static PlannedTask Task(int id, params int[] needs) => new(id, TaskTypes.Summarization) { Arguments = Takes(needs) };

    private static ImmutableDictionary<string, Argument> Takes(params int[] needs) =>
        needs.Distinct().ToImmutableDictionary(need => $"text{need}", need => (Argument)new OutputArgument(need));
}
