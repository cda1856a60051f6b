using Jarvis.Planning;

namespace Jarvis.Core.Tests.Planning;

public sealed class TaskGraphTests
{
    private static readonly TaskGraph Graph = TaskGraph.Create(
    [
        PlanNotation.Task("5 text-to-speech(text=[4 1])"),
        PlanNotation.Task("1 image-to-text(image=receipt.png)"),
        PlanNotation.Task("4 translation(text=1,target=es)"),
        PlanNotation.Task("2 video-to-audio(video=film.mp4) after 1"),
        PlanNotation.Task("3 video-to-images(video=film.mp4)"),
    ]);

    [Fact]
    public void Dependencies_and_dependents_follow_data_and_order_edges()
    {
        Assert.Equal([1, 4], Graph.Dependencies(5).AsEnumerable());
        Assert.Equal([1], Graph.Dependencies(2).AsEnumerable());
        Assert.Equal([2, 4, 5], Graph.Dependents(1).AsEnumerable());
        Assert.Empty(Graph.Dependents(5));
    }

    [Fact]
    public void Levels_count_the_longest_way_from_the_start()
    {
        Assert.Equal([0, 0, 1, 1, 2], new[] { 1, 3, 2, 4, 5 }.Select(Graph.Level));
        Assert.Equal(3, Graph.Depth);
    }

    [Fact]
    public void The_order_puts_every_task_after_what_it_needs() => Assert.Equal([1, 2, 3, 4, 5], Graph.TopologicalOrder.AsEnumerable());

    [Fact]
    public void Downstream_is_everybody_to_skip_when_a_task_fails()
    {
        Assert.Equal([2, 4, 5], Graph.Downstream(1).AsEnumerable());
        Assert.Equal([5], Graph.Downstream(4).AsEnumerable());
        Assert.Empty(Graph.Downstream(3));
    }

    [Fact]
    public void No_tasks_make_an_empty_graph()
    {
        var empty = TaskGraph.Create([]);

        Assert.Empty(empty.TopologicalOrder);
        Assert.Equal(0, empty.Depth);
        Assert.False(empty.Contains(0));
    }

    [Fact]
    public void Tasks_that_were_not_accepted_make_no_graph()
    {
        Assert.Throws<ArgumentException>(() => TaskGraph.Create([PlanNotation.Task("0 text-to-speech(text=9)")]));
        Assert.Throws<ArgumentException>(() => TaskGraph.Create(
            [PlanNotation.Task("0 translation(text=1,target=es)"), PlanNotation.Task("1 translation(text=0,target=en)")]));
    }
}
