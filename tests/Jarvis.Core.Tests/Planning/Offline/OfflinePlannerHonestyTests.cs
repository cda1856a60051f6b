using Jarvis.Planning;
using Jarvis.Planning.Offline;

namespace Jarvis.Core.Tests.Planning.Offline;

/// <summary>What the planner says of what it cannot do.</summary>
public sealed class OfflinePlannerHonestyTests
{
    private const string NeedsLanguageModel = "which needs a language model, and none is configured; `jarvis models` lists what there is.";
    private const string NotInstalled = "and no model for it is installed; `jarvis models` lists what there is.";

    [Fact]
    public async Task The_first_step_says_that_no_language_model_planned()
    {
        var steps = await OfflinePlans.StepsAsync("Read receipt.png", "receipt.png");

        Assert.Equal("Planned offline, from the words of the request: no language model is configured.", Assert.IsType<PlanNoted>(steps[0]).Text);
        Assert.IsType<TaskProposed>(steps[1]);
        Assert.Equal(2, steps.Length);
    }

    [Theory]
    [InlineData("Summarize letter.txt", $"This is summarization, {NeedsLanguageModel}")]
    [InlineData("Give me a summary of the letter", $"This is summarization, {NeedsLanguageModel}")]
    [InlineData("What is the sentiment of letter.txt?", $"This is text-classification, {NeedsLanguageModel}")]
    [InlineData("Write a poem about spring", $"This is text-generation, {NeedsLanguageModel}")]
    [InlineData("Draw me a cat", $"This is text-to-image, {NotInstalled}")]
    [InlineData("Generate an image of a dog", $"This is text-to-image, {NotInstalled}")]
    [InlineData("Detect the objects in photo.png", $"This is object-detection, {NotInstalled}")]
    [InlineData("Count the people in the photo", $"This is object-detection, {NotInstalled}")]
    [InlineData("Remove the background of photo.png", $"This is image-segmentation, {NotInstalled}")]
    [InlineData("Make a depth map of photo.png", "No model for depth-estimation can run here: onnx/depth is unavailable. Install the npm package depth-model.")]
    [InlineData("What animal is in the picture?", $"This is visual-question-answering, {NotInstalled} Its text can be read: ask 'What does it say?'.")]
    [InlineData("How many people are in the photo?", $"This is visual-question-answering, {NotInstalled} Its text can be read: ask 'What does it say?'.")]
    public async Task What_no_model_can_do_is_dropped_with_the_reason(string request, string reason)
    {
        var steps = await OfflinePlans.StepsAsync(request, "photo.png,letter.txt");

        Assert.Empty(steps.OfType<TaskProposed>());
        Assert.Equal(new PartDropped(request.TrimEnd('?'), reason), Assert.Single(steps.OfType<PartDropped>()));
    }

    [Theory]
    [InlineData("Read receipt.png", "", "'receipt.png' is not attached; attach it with --file.")]
    [InlineData("Transcribe https://example.com/a.wav", "", "'https://example.com/a.wav' is not attached; attach it with --file.")]
    [InlineData("read it", "blob.bin", "This needs an image, but 'blob.bin' is application/octet-stream. Attach an image with --file.")]
    [InlineData("read blob.bin", "blob.bin", "'blob.bin' is application/octet-stream, which no task takes.")]
    [InlineData("Read paper.pdf", "paper.pdf", "image-to-text takes an image, but 'paper.pdf' is a document.")]
    [InlineData("Find the edges", "a.wav", "This needs an image, but 'a.wav' is audio. Attach an image with --file.")]
    [InlineData("Find the edges in a.wav", "a.wav", "canny-control takes an image, but 'a.wav' is audio.")]
    [InlineData("Rotate it", "", "This needs an image, and there is none; attach it with --file.")]
    [InlineData("Read it aloud", "", "There is nothing to work on; put the text in quotes, or attach a file with --file.")]
    [InlineData("Read the third picture", "a.png,b.png", "There is no number 3: 2 such files are attached.")]
    [InlineData("Translate receipt.png", "receipt.png", "It names no known language to translate to; say it as 'to Spanish'.")]
    [InlineData("Translate receipt.png to Klingon", "receipt.png", "It names no known language to translate to; say it as 'to Spanish'.")]
    [InlineData("Resize a.png", "a.png", "It is not said how big the picture should be; say it as '50 %' or '200x100'.")]
    [InlineData("Crop a.png", "a.png", "It is not said what to crop to; say it as 'to 200x100 at 10,20'.")]
    public async Task What_is_missing_is_named(string request, string files, string reason)
    {
        var steps = await OfflinePlans.StepsAsync(request, files);

        Assert.Empty(steps.OfType<TaskProposed>());
        Assert.Equal(reason, Assert.Single(steps.OfType<PartDropped>()).Reason);
    }

    [Fact]
    public async Task What_would_use_a_dropped_part_is_dropped_too() => Assert.Equal(
        $" | Summarize letter.txt: This is summarization, {NeedsLanguageModel} | read it aloud: It needs 'Summarize letter.txt', which cannot be done.",
        await OfflinePlans.PlanAsync("Summarize letter.txt and read it aloud", "letter.txt"));

    [Fact]
    public async Task What_does_not_need_the_dropped_part_is_done() => Assert.StartsWith(
        "0 image-to-text(image=photo.png) | Draw a cat: ", await OfflinePlans.PlanAsync("Draw a cat and read photo.png", "photo.png"), StringComparison.Ordinal);

    [Fact]
    public async Task A_file_that_is_not_there_does_not_stop_the_others() => Assert.Equal(
        "0 image-to-text(image=b.png) | a.png: 'a.png' is not attached; attach it with --file.",
        await OfflinePlans.PlanAsync("Read a.png and b.png", "b.png"));

    [Fact]
    public async Task A_bridge_without_a_model_says_what_is_missing()
    {
        var steps = await OfflinePlans.StepsAsync("Translate a.png to Spanish", "a.png", models: [OfflinePlans.Model("apertium/eng-spa", TaskTypes.Translation)]);

        Assert.Equal($"This is image-to-text, {NotInstalled}", Assert.Single(steps.OfType<PartDropped>()).Reason);
    }

    [Fact]
    public async Task With_a_model_for_it_the_same_words_are_planned()
    {
        var models = OfflinePlans.LocalModels.Add(OfflinePlans.Model("llm/vision", TaskTypes.Summarization, TaskTypes.VisualQuestionAnswering));

        var steps = await OfflinePlans.StepsAsync("Summarize letter.txt and read the summary aloud. What animal is in cat.png?", "letter.txt,cat.png", models: models);

        Assert.Equal(
            "0 summarization(text=letter.txt); 1 text-to-speech(text=0.text); "
            + "2 visual-question-answering(image=cat.png,question=\"What animal is in cat.png\")",
            PlanNotation.Write(steps.OfType<TaskProposed>().Select(step => step.Task), OfflinePlans.Resources("letter.txt,cat.png", default)));
    }

    [Theory]
    [InlineData("Read receipt.png and book me a flight.", "Not understood, and left out: 'book me a flight'.")]
    [InlineData("Read receipt.png. Cancel my subscription today.", "Not understood, and left out: 'Cancel my subscription today'.")]
    [InlineData("Read receipt.png and tell me the total", "Not understood, and left out: 'tell me the total'.")]
    public async Task What_was_not_understood_is_told(string request, string note)
    {
        var steps = await OfflinePlans.StepsAsync(request, "receipt.png");

        Assert.Single(steps.OfType<TaskProposed>());
        Assert.Equal([OfflinePlanner.Notice.Text, note], steps.OfType<PlanNoted>().Select(step => step.Text));
    }

    [Theory]
    [InlineData("Read receipt.png and show me the result")]
    [InlineData("Hi there, my name is Ada. I attached receipt.png. Read it and let me know. Thank you very much!")]
    public async Task Politeness_is_not_told_of(string request)
    {
        var steps = await OfflinePlans.StepsAsync(request, "receipt.png");

        Assert.Single(steps.OfType<TaskProposed>());
        Assert.Equal(2, steps.Length);
    }

    [Fact]
    public async Task A_request_with_nothing_to_do_is_answered_with_what_can_be_asked()
    {
        var steps = await OfflinePlans.StepsAsync("Hello, who are you?");

        var answer = Assert.Single(steps.OfType<AnsweredDirectly>()).Text;
        Assert.Contains("- read the text in images\n", answer, StringComparison.Ordinal);
        Assert.Contains("- take the sound out of videos\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("summarize", answer, StringComparison.Ordinal);
        Assert.Contains("`What does photo.png say?`", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_keeps_to_what_the_attachments_are_good_for()
    {
        var steps = await OfflinePlans.StepsAsync("Hello there", "song.mp3");

        var answer = Assert.Single(steps.OfType<AnsweredDirectly>()).Text;
        Assert.Contains("With 'song.mp3' I can:", answer, StringComparison.Ordinal);
        Assert.Contains("`Transcribe song.mp3`", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("images", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_model_the_answer_says_where_to_look()
    {
        var steps = await OfflinePlans.StepsAsync("Hello", models: []);

        Assert.Contains("`jarvis models`", Assert.Single(steps.OfType<AnsweredDirectly>()).Text, StringComparison.Ordinal);
    }
}
