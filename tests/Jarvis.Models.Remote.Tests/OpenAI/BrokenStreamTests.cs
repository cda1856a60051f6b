using Jarvis.Conformance.LanguageModels;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>Connections that break at every place of a plan and of an answer: nothing is lost, and nothing is done or said twice.</summary>
public sealed class BrokenStreamTests
{
    private const string Read = """{"task":"image-to-text","id":0,"dep":[],"args":{"image":"<resource>-0"}}""";
    private const string Translate = """{"task":"translation","id":1,"dep":[0],"args":{"text":"<GENERATED>-0","target":"es"}}""";
    private const string Speak = """{"task":"text-to-speech","id":2,"dep":[1],"args":{"text":"<GENERATED>-1","language":"es"}}""";
    private const string Plan = $$"""{"tasks":[{{Read}},{{Translate}},{{Speak}}],"answer":""}""";

    /// <summary>The same tasks under other numbers, in other words of JSON.</summary>
    private const string Renumbered = """
        { "tasks": [
          { "task": "image-to-text", "id": 10, "dep": [], "args": { "image": "<resource>-0" } },
          { "task": "translation", "id": 11, "dep": [10], "args": { "target": "es", "text": "<GENERATED>-10" } },
          { "task": "text-to-speech", "id": 12, "dep": [11], "args": { "language": "es", "text": "<GENERATED>-11" } }
        ], "answer": "" }
        """;

    private const string Answer = "The sign in [text.txt](resource:r1) says that the library is closed. It opens again on Monday.";

    [Theory]
    [InlineData(Plan)]
    [InlineData(Renumbered)]
    public async Task A_plan_that_breaks_off_anywhere_is_completed_and_no_task_is_planned_twice(string again)
    {
        const int Piece = 4;
        await using var fixture = await LanguageModelFixture.StartAsync();
        var pieces = (Plan.Length + Piece - 1) / Piece;
        for (var broken = 0; broken <= pieces; broken++)
        {
            fixture.Server.Says(Cut(Plan, Piece) with { BreakAfter = broken }, new(broken == 0 ? Plan : again));

            var (tasks, rest) = await Turns.PlanAsync(fixture, Turns.Planning());

            var types = string.Join(", ", tasks.Split(", ").Select(task => task.Split(' ')[1]));
            Assert.Equal((broken, "image-to-text, translation, text-to-speech", ""), (broken, types, rest));
        }

        Assert.Equal(2 * (pieces + 1), fixture.Server.Requests.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(int.MaxValue)]
    public async Task An_answer_that_breaks_off_anywhere_goes_on_without_saying_anything_twice(int repeated)
    {
        const int Piece = 3;
        await using var fixture = await LanguageModelFixture.StartAsync();
        var page = Turns.Text("The library is closed");
        var whole = Answer.Replace("resource:r1", $"resource:{page.Id}", StringComparison.Ordinal);
        for (var broken = 1; broken <= (Answer.Length + Piece - 1) / Piece; broken++)
        {
            var said = Math.Min(broken * Piece, Answer.Length);
            fixture.Server.Says(Cut(Answer, Piece) with { BreakAfter = broken }, Cut(Answer[Math.Max(0, said - repeated)..] + (said == Answer.Length ? " " : ""), Piece));

            Assert.Equal((broken, whole), (broken, (await Turns.AnswerAsync(fixture, Turns.Answering(Turns.Read(page)))).TrimEnd()));
            Assert.Equal(("assistant", Answer[..said]), fixture.Server.Requests[^1].Messages[^2]);
        }
    }

    [Fact]
    public async Task An_answer_that_breaks_off_twice_is_followed_by_the_results()
    {
        await using var fixture = await LanguageModelFixture.StartAsync(
            Cut(Answer, 3) with { BreakAfter = 4 }, Cut(Answer[12..], 3) with { BreakAfter = 4 });

        var answer = await Turns.AnswerAsync(fixture, Turns.Answering(Turns.Read(Turns.Text("The library is closed"))));

        Assert.StartsWith($"{Answer[..24]}\n\nThe language model stopped in the middle", answer, StringComparison.Ordinal);
        Assert.Contains("```text\nThe library is closed\n```", answer, StringComparison.Ordinal);
        Assert.Equal(2, fixture.Server.Requests.Count);
    }

    [Fact]
    public async Task An_answer_that_the_filter_stops_is_not_asked_for_again()
    {
        await using var fixture = await LanguageModelFixture.StartAsync(new StandInReply("The sign") { FinishReason = "content_filter" });

        var answer = await Turns.AnswerAsync(fixture, Turns.Answering(Turns.Read(Turns.Text("The library is closed"))));

        Assert.Contains("content filter", answer, StringComparison.Ordinal);
        Assert.Contains("The library is closed", answer, StringComparison.Ordinal);
        Assert.Single(fixture.Server.Requests);
    }

    private static StandInReply Cut(string text, int piece) => new(text) { Cuts = [.. Enumerable.Range(1, Math.Max(0, (text.Length - 1) / piece)).Select(i => i * piece)] };
}
