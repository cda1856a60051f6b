using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Gateway.Console.Turns;
using Jarvis.Identity;
using Jarvis.Planning;

namespace Jarvis.Console.Tests.Turns;

public sealed class TaskRerunTests
{
    private static readonly Dictionary<string, string> Unchanged = [];

    [Fact]
    public void What_needs_the_task_runs_again_and_what_it_needs_is_used()
    {
        var story = new Story().Tell(new TurnAccepted("do it", []), Story.Planned(0), Story.Planned(1, needs: [0]), Story.Planned(2, needs: [1]), Story.Planned(3, needs: [0]));
        story.Tell(Story.Done(0, "first"), Story.Done(1, "second"), Story.Done(2, "third"), Story.Done(3, "fourth"));

        var again = TaskRerun.Of(story.Turn, 1, Unchanged, model: null);

        Assert.Equal([1, 2], again.Tasks.Select(task => task.Id));
        Assert.Equal([0], again.Reused.ToArray());
        Assert.Equal(new ResourceArgument(Story.File("first").Id), again.Tasks[0].Arguments["text0"]);
        Assert.Equal(new OutputArgument(1), again.Tasks[1].Arguments["text1"]);
    }

    [Fact]
    public void Several_results_go_in_as_a_list()
    {
        var story = new Story().Tell(new TurnAccepted("do it", []), Story.Planned(0), Story.Planned(1, needs: [0]), Story.Done(0, "a", "b"));

        var again = TaskRerun.Of(story.Turn, 1, Unchanged, model: null);

        var list = Assert.IsType<ListArgument>(again.Tasks.Single().Arguments["text0"]);
        Assert.Equal([new ResourceArgument(Story.File("a").Id), new ResourceArgument(Story.File("b").Id)], list.Items.ToArray());
    }

    [Fact]
    public void Words_are_changed_taken_out_and_added_and_a_model_is_named_for_the_task_alone()
    {
        var story = new Story().Tell(new TurnAccepted("do it", []), Story.Planned(0), Story.Planned(1, needs: [0]));

        var changed = TaskRerun.Of(story.Turn, 0, new Dictionary<string, string> { ["hint"] = "other", ["extra"] = "more" }, new ModelId("better"));
        var emptied = TaskRerun.Of(story.Turn, 0, new Dictionary<string, string> { ["hint"] = "" }, model: null);

        Assert.Equal(new TextArgument("other"), changed.Tasks[0].Arguments["hint"]);
        Assert.Equal(new TextArgument("more"), changed.Tasks[0].Arguments["extra"]);
        Assert.Equal(new TextArgument("words"), changed.Tasks[1].Arguments["hint"]);
        Assert.Equal([new ModelId("better"), null], changed.Tasks.Select(task => task.Model));
        Assert.False(emptied.Tasks[0].Arguments.ContainsKey("hint"));
    }

    [Fact]
    public void Without_the_result_that_it_needs_it_is_refused_with_what_to_do()
    {
        var story = new Story().Tell(new TurnAccepted("do it", []), Story.Planned(0), Story.Planned(1, needs: [0]));

        var refused = Assert.Throws<JarvisException>(() => TaskRerun.Of(story.Turn, 1, Unchanged, model: null));

        Assert.Equal(ErrorCode.InvalidRequest, refused.Code);
        Assert.Contains("run that one again", refused.Message, StringComparison.Ordinal);
    }
}
