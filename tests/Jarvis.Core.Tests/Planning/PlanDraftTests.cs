using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Core.Tests.Planning;

public sealed class PlanDraftTests
{
    private static readonly ImmutableArray<Resource> Resources =
        SampleResources.AllNamed("receipt.png,scan.png,voice.wav,film.mp4,letter.txt,paper.pdf,blob.bin");

    [Fact]
    public void A_task_is_accepted_the_moment_that_it_is_proposed()
    {
        Draft().Add(PlanNotation.Task("0 image-to-text(image=receipt.png)"), out var accepted);

        Assert.Equal("0 image-to-text(image=receipt.png)", PlanNotation.Write(accepted, Resources));
    }

    [Fact]
    public void A_task_that_refers_to_a_later_one_waits_and_follows_it()
    {
        var draft = Draft()
            .Add(PlanNotation.Task("2 text-to-speech(text=1)"), out var first)
            .Add(PlanNotation.Task("1 translation(text=0,target=es)"), out var second)
            .Add(PlanNotation.Task("0 image-to-text(image=receipt.png)"), out var third);

        Assert.Empty(first);
        Assert.Empty(second);
        Assert.Equal([0, 1, 2], third.Select(task => task.Id));
        Assert.Equal([0, 1, 2], draft.Tasks.Select(task => task.Id));
    }

    [Fact]
    public void An_output_without_a_port_becomes_the_first_output_of_the_kind_that_the_port_takes()
    {
        var tasks = Accepted(
            "0 image-segmentation(image=receipt.png)",
            "1 tabular-classification(table=0)",
            "2 images-to-video(images=[0 scan.png])");

        Assert.Equal(
            "0 image-segmentation(image=receipt.png); 1 tabular-classification(table=0.segments); 2 images-to-video(images=[0.image scan.png])",
            tasks);
    }

    [Fact]
    public void Order_edges_are_waited_for_and_kept()
    {
        var draft = Draft().Add(PlanNotation.Task("1 video-to-audio(video=film.mp4) after 0"), out var waiting);
        Assert.Empty(waiting);

        draft.Add(PlanNotation.Task("0 image-to-text(image=receipt.png)"), out var accepted);
        Assert.Equal(
            "0 image-to-text(image=receipt.png); 1 video-to-audio(video=film.mp4) after 0", PlanNotation.Write(accepted, Resources));
    }

    [Theory]
    [InlineData("0 image-to-txt(image=receipt.png)", "There is no task type 'image-to-txt'; did you mean 'image-to-text'?")]
    [InlineData("0 fold-laundry(image=receipt.png)", "There is no task type 'fold-laundry'.")]
    [InlineData("0 image-to-text()", "image-to-text needs an image for its port 'image'.")]
    [InlineData("0 translation(text=\"hello\")", "translation needs its option 'target': ISO 639-1 code of the language that it is to be in.")]
    [InlineData("0 image-to-text(image=receipt.png,colour=red)", "image-to-text has no argument 'colour'; it takes image and language.")]
    [InlineData("0 image-to-text(image=voice.wav)", "Port 'image' takes an image, but 'voice.wav' is audio.")]
    [InlineData("0 image-to-text(image=blob.bin)", "'blob.bin' is application/octet-stream, which no task takes.")]
    [InlineData("0 image-to-text(image=stranger.png)", "Port 'image' names a resource that this conversation does not have.")]
    [InlineData("0 image-to-text(image=\"words\")", "Port 'image' takes an image, not text.")]
    [InlineData("0 image-to-text(image=[])", "There is nothing to map over in port 'image'.")]
    [InlineData("0 images-to-video(images=[])", "Port 'images' is given an empty list.")]
    [InlineData("0 text-to-speech(text=\" \")", "Port 'text' is empty.")]
    [InlineData("0 image-to-text(image=0)", "It refers to itself.")]
    [InlineData("0 image-to-text(image=receipt.png) after 0", "It refers to itself.")]
    [InlineData("0 image-to-text(image=7)", "It refers to task 7, which does not exist.")]
    [InlineData("0 translation(text=\"hello\",target=letter.txt)", "Option 'target' has to be text of the plan itself.")]
    [InlineData("-1 image-to-text(image=receipt.png)", "A task is numbered from 0.")]
    [InlineData(
        "0 image-to-image(image=receipt.png,operation=explode)",
        "Option 'operation' cannot be 'explode'; it is one of resize, crop, grayscale, blur, sharpen, rotate, flip, mirror or invert.")]
    public void A_wrong_task_is_dropped_with_what_is_wrong(string task, string reason)
    {
        var draft = Draft().Add(PlanNotation.Task(task), out var accepted).Finish(out var dropped);

        Assert.Empty(accepted);
        Assert.Empty(draft.Tasks);
        Assert.Equal(reason, Assert.Single(dropped).Reason);
    }

    [Theory]
    [InlineData("1 image-to-text(image=0)", "Port 'image' takes an image, but task 0 (automatic-speech-recognition) gives text and data.")]
    [InlineData("1 translation(text=0.words,target=es)", "Port 'text' takes text, but output 'words' of task 0 (automatic-speech-recognition) is data.")]
    [InlineData("1 translation(text=0.song,target=es)", "Task 0 (automatic-speech-recognition) has no output 'song'; it gives 'text' and 'words'.")]
    public void What_another_task_gives_has_to_fit_the_port(string task, string reason)
    {
        Draft().Add(PlanNotation.Task("0 automatic-speech-recognition(audio=voice.wav)"), out _)
            .Add(PlanNotation.Task(task), out var accepted)
            .Finish(out var dropped);

        Assert.Empty(accepted);
        Assert.Equal(reason, Assert.Single(dropped).Reason);
    }

    [Fact]
    public void A_number_that_is_used_twice_keeps_the_first_task()
    {
        var draft = Draft()
            .Add(PlanNotation.Task("0 image-to-text(image=receipt.png)"), out _)
            .Add(PlanNotation.Task("0 image-to-text(image=scan.png)"), out var second)
            .Finish(out var dropped);

        Assert.Empty(second);
        Assert.Equal("0 image-to-text(image=receipt.png)", PlanNotation.Write(draft.Tasks, Resources));
        Assert.Equal(new PartDropped("image-to-text (task 0)", "There already is a task 0; the first one is kept."), Assert.Single(dropped));
    }

    [Fact]
    public void What_needs_a_dropped_task_is_dropped_too_and_names_it()
    {
        Draft()
            .Add(PlanNotation.Task("2 text-to-speech(text=1)"), out _)
            .Add(PlanNotation.Task("1 translation(text=0,target=es)"), out _)
            .Add(PlanNotation.Task("0 image-to-text(image=voice.wav)"), out _)
            .Finish(out var dropped);

        Assert.Equal(
            [
                new PartDropped("image-to-text (task 0)", "Port 'image' takes an image, but 'voice.wav' is audio."),
                new PartDropped("translation (task 1)", "It needs task 0, which was dropped."),
                new PartDropped("text-to-speech (task 2)", "It needs task 1, which was dropped."),
            ],
            dropped.AsEnumerable());
    }

    [Fact]
    public void Every_task_of_a_circle_is_dropped_and_so_is_what_hangs_on_it()
    {
        Draft()
            .Add(PlanNotation.Task("0 translation(text=2,target=es)"), out _)
            .Add(PlanNotation.Task("1 translation(text=0,target=fr)"), out _)
            .Add(PlanNotation.Task("2 translation(text=1,target=de)"), out _)
            .Add(PlanNotation.Task("3 text-to-speech(text=2)"), out _)
            .Finish(out var dropped);

        Assert.Equal(
            [
                "Tasks 0, 1 and 2 wait for each other.",
                "Tasks 0, 1 and 2 wait for each other.",
                "Tasks 0, 1 and 2 wait for each other.",
                "It needs task 2, which was dropped.",
            ],
            dropped.Select(part => part.Reason));
    }

    [Fact]
    public void A_repaired_task_takes_the_number_of_the_dropped_one_and_frees_what_waited_for_it()
    {
        Draft()
            .Add(PlanNotation.Task("0 image-to-text(image=voice.wav)"), out _)
            .Add(PlanNotation.Task("1 text-to-speech(text=0)"), out _)
            .Add(PlanNotation.Task("0 image-to-text(image=scan.png)"), out var accepted);

        Assert.Equal("0 image-to-text(image=scan.png); 1 text-to-speech(text=0.text)", PlanNotation.Write(accepted, Resources));
    }

    [Fact]
    public void A_plan_has_a_limited_number_of_tasks()
    {
        var draft = Draft(new PlanLimits { MaxTasks = 2 });
        for (var id = 0; id < 3; id++)
        {
            draft = draft.Add(PlanNotation.Task($"{id} image-to-text(image=receipt.png)"), out _);
        }

        draft.Finish(out var dropped);
        Assert.Equal([0, 1], draft.Tasks.Select(task => task.Id));
        Assert.Equal("A plan has at most 2 tasks; ask for less at once.", Assert.Single(dropped).Reason);
    }

    [Fact]
    public void Tasks_that_wait_count_too_and_dropped_ones_are_told_of_in_limited_number()
    {
        var draft = Draft(new PlanLimits { MaxTasks = 2 });
        for (var id = 0; id < 1000; id++)
        {
            draft = draft.Add(PlanNotation.Task($"{id} image-to-text(image={id + 1})"), out _);
        }

        draft.Finish(out var dropped);
        Assert.Empty(draft.Tasks);
        Assert.Equal(3, dropped.Length);
        Assert.Equal("998 more tasks", dropped[^1].Part);
    }

    [Fact]
    public void A_chain_has_a_limited_length()
    {
        var draft = Draft(new PlanLimits { MaxDepth = 2 })
            .Add(PlanNotation.Task("0 translation(text=\"hello\",target=es)"), out _)
            .Add(PlanNotation.Task("1 translation(text=0,target=en)"), out _)
            .Add(PlanNotation.Task("2 translation(text=1,target=es)"), out _)
            .Finish(out var dropped);

        Assert.Equal([0, 1], draft.Tasks.Select(task => task.Id));
        Assert.Equal("More than 2 tasks would wait for each other in a row.", Assert.Single(dropped).Reason);
    }

    [Fact]
    public void Texts_and_lists_have_limits()
    {
        Draft(new PlanLimits { MaxArgumentCharacters = 4, MaxListItems = 1 })
            .Add(PlanNotation.Task("0 text-to-speech(text=\"hello\")"), out _)
            .Add(PlanNotation.Task("1 image-to-text(image=[receipt.png scan.png])"), out _)
            .Finish(out var dropped);

        Assert.Equal(
            ["'text' is longer than 4 characters.", "Port 'image' is given 2 values; 1 is the most."],
            dropped.Select(part => part.Reason));
    }

    [Fact]
    public void Values_that_were_never_set_are_dropped_without_an_exception()
    {
        var none = ImmutableDictionary<string, Argument>.Empty;
        PlannedTask[] broken =
        [
            new(0, null!) { Arguments = null!, After = default },
            new(1, TaskTypes.TextToSpeech) { Arguments = none.Add("text", null!) },
            new(2, TaskTypes.TextToSpeech) { Arguments = none.Add("text", new TextArgument(null!)) },
            new(3, TaskTypes.TextToSpeech) { Arguments = none.Add("text", new ListArgument(default)) },
            new(4, TaskTypes.TextToSpeech) { Arguments = none.Add("text", new ListArgument([null!])) },
            new(5, TaskTypes.TextToSpeech) { Arguments = none.Add("text", new ListArgument([new ListArgument([])])) },
            new(6, TaskTypes.ImageToText) { Arguments = none.Add("image", new ResourceArgument(default(ResourceId))) },
        ];
        var draft = broken.Aggregate(Draft(), (draft, task) => draft.Add(task, out _)).Finish(out var dropped);

        Assert.Empty(draft.Tasks);
        Assert.Equal(
            [
                "There is no task type ''.",
                "Port 'text' is empty.",
                "Port 'text' is empty.",
                "There is nothing to map over in port 'text'.",
                "Port 'text' is empty.",
                "Port 'text' is given a list in a list.",
                "Port 'image' names a resource that this conversation does not have.",
            ],
            dropped.Select(part => part.Reason));
    }

    private static PlanDraft Draft(PlanLimits? limits = null) => PlanDraft.Create(TaskTypeCatalog.Default, Resources, limits ?? PlanLimits.Default);

    private static string Accepted(params string[] tasks) => PlanNotation.Write(
        tasks.Aggregate(Draft(), (draft, task) => draft.Add(PlanNotation.Task(task), out _)).Tasks, Resources);
}
