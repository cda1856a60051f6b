using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Jarvis.Answers;
using Jarvis.Conformance.LanguageModels;
using Jarvis.Errors;
using Jarvis.Planning;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>
/// What is planted in material never stands where a model takes orders: not in the system message, and in the user's only inside data blocks or
/// JSON texts that it cannot close. And where a model obeys it all the same, nothing comes of it but words.
/// </summary>
public sealed partial class PlantedInstructionTests
{
    private const string Plain = "The library is closed.";

    private static readonly char[] LineEnds = ['\n', '\r', '\u2028', '\u2029', '\u0085'];

    public static TheoryData<string> Planted => [.. Attacks.All];

    [Theory]
    [MemberData(nameof(Planted))]
    public async Task In_a_file_name_and_in_earlier_turns_it_is_a_JSON_text_of_the_planning_prompt(string attack)
    {
        var plain = await PlanningPromptAsync(Plain);
        var planted = await PlanningPromptAsync(attack);

        Assert.Equal(plain[0], planted[0]);
        Assert.Equal(plain.Count, planted.Count);
        Assert.Equal(JsonText().Replace(plain[1].Text, "\"\""), JsonText().Replace(planted[1].Text, "\"\""));
        Assert.Equal(plain[1].Text.Split(LineEnds).Length, planted[1].Text.Split(LineEnds).Length);
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public async Task In_a_result_a_name_or_a_failure_it_is_data_of_the_answering_prompt(string attack)
    {
        var plain = await AnsweringPromptAsync(Plain);
        var planted = await AnsweringPromptAsync(attack);

        Assert.Equal(plain[0], planted[0]);
        AssertSameOutside(plain[1].Text, planted[1].Text);
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public async Task In_the_text_question_wish_or_labels_of_a_task_it_is_data(string attack)
    {
        foreach (var (type, ports, option) in new (string, string[], string?)[]
        {
            (TaskTypes.Summarization, ["text"], null),
            (TaskTypes.QuestionAnswering, ["question", "context"], null),
            (TaskTypes.Text2TextGeneration, ["text"], "instruction"),
        })
        {
            var plain = await TaskPromptAsync(type, ports, option, Plain);
            var planted = await TaskPromptAsync(type, ports, option, attack);

            Assert.Equal(plain[0], planted[0]);
            AssertSameOutside(plain[1].Text, planted[1].Text);
        }
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public async Task A_model_that_repeats_it_in_its_answer_cites_nothing_and_shows_no_picture_from_elsewhere(string attack)
    {
        await using var fixture = await LanguageModelFixture.StartAsync(new StandInReply($"Obeyed: {attack}"));
        var page = Turns.Text(attack);

        var text = await Turns.AnswerAsync(fixture, Turns.Answering(Turns.Read(page)));
        var answer = CitationChecker.Check(text, [page]);

        Assert.Empty(answer.Resources);
        Assert.DoesNotMatch(@"\]\(\s*<?resource:|\]:\s*resource:|<resource:[^#]", answer.Text);
        Assert.DoesNotContain("![", answer.Text, StringComparison.Ordinal);
        Assert.Single(fixture.Server.Requests);
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public async Task A_model_that_plans_what_it_reads_plans_only_valid_tasks_with_files_of_the_turn(string attack)
    {
        await using var fixture = await LanguageModelFixture.StartAsync();
        fixture.Server.Otherwise = _ => new(attack);

        await foreach (var step in fixture.Get<IPlanner>().PlanAsync(Turns.Planning(), default))
        {
            if (step is TaskProposed { Task: var task })
            {
                Assert.NotNull(TaskTypeCatalog.Default.Find(task.Type));
                Assert.All(task.Arguments.Values.OfType<ResourceArgument>(), argument => Assert.Equal(Turns.Sign.Id, argument.Resource));
            }
        }

        Assert.InRange(fixture.Server.Requests.Count, 1, 2);
    }

    /// <summary>Outside of its data blocks a prompt is the same, up to names, which are on one line and hold no sign that means something.</summary>
    private static void AssertSameOutside(string plain, string planted)
    {
        // The first block is ours: before it there is nothing from outside.
        var mark = Block().Match(planted).Groups["mark"].Value;
        var outside = Outside(planted, mark);
        Assert.DoesNotContain(mark, outside, StringComparison.Ordinal);
        Assert.Equal(
            FileName().Replace(Outside(plain, Block().Match(plain).Groups["mark"].Value), "\"\""),
            FileName().Replace(outside, "\"\""));
    }

    private static string Outside(string prompt, string mark) =>
        Regex.Replace(prompt, $"<{mark} name=\"[^\"\\n]*\">\\n.*?\\n</{mark}>\\n", "", RegexOptions.Singleline);

    private static async Task<IReadOnlyList<(string Role, string Text)>> PlanningPromptAsync(string words)
    {
        await using var fixture = await LanguageModelFixture.StartAsync(new StandInReply("""{"tasks":[],"answer":"ok"}"""));
        await Turns.PlanAsync(fixture, Turns.Planning() with
        {
            Attachments = [Turns.Sign with { Name = words }],
            History = [new PastTurn(1, words, words, [])],
        });
        return Assert.Single(fixture.Server.Requests).Messages;
    }

    private static async Task<IReadOnlyList<(string Role, string Text)>> AnsweringPromptAsync(string words)
    {
        await using var fixture = await LanguageModelFixture.StartAsync(new StandInReply("ok"));
        var failed = new TaskOutcome(new PlannedTask(1, TaskTypes.Translation), null, new JarvisError(ErrorCode.ModelFailed, words));
        var dropped = new PartDropped(words, words);
        await Turns.AnswerAsync(fixture, Turns.Answering(Turns.Read(Turns.Text(words, words)), failed) with { Dropped = [dropped], Request = words });
        return Assert.Single(fixture.Server.Requests).Messages;
    }

    private static async Task<IReadOnlyList<(string Role, string Text)>> TaskPromptAsync(string type, string[] ports, string? option, string words)
    {
        await using var fixture = await LanguageModelFixture.StartAsync(new StandInReply("ok"));
        var card = (await fixture.Get<IModelCatalog>().ListAsync(default)).Single().Card;
        var request = new ModelRequest(type, "unused")
        {
            Inputs = ports.ToImmutableDictionary(port => port, _ => ImmutableArray.Create(new ModelInput(words))),
            Options = option is null ? ImmutableDictionary<string, string>.Empty : ImmutableDictionary<string, string>.Empty.Add(option, words),
        };
        var runner = fixture.Get<IEnumerable<IModelRunner>>().Single(runner => runner.Name == card.Runner);
        Assert.Null((await runner.RunAsync(card, [request], default)).Single().Error);
        return fixture.Server.Requests[0].Messages;
    }

    [GeneratedRegex("\"[^\"\\\\]*(?:\\\\.[^\"\\\\]*)*\"")]
    private static partial Regex JsonText();

    [GeneratedRegex("<(?<mark>data-[0-9a-f]{12}) name=\"")]
    private static partial Regex Block();

    [GeneratedRegex("(?<=the file )\"[^\"<>\\[\\]()\\n]*\"(?=, handle r[0-9]+, text/plain, [0-9,]+ bytes)|(?<=, text/plain, )[0-9,]+(?= bytes)")]
    private static partial Regex FileName();
}
