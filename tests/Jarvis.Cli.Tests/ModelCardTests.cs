using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Models.Cards;

namespace Jarvis.Cli.Tests;

public sealed class ModelCardTests
{
    private const string Card =
        """{"id":"acme/cats","runner":"onnx","taskTypes":["image-classification"],"description":"finds \u001b]0;owned\u0007 cats"}""";

    private const string Plain = """{"id":"acme/cats","runner":"onnx","taskTypes":["image-classification"],"description":"finds cats"}""";

    private static readonly ModelStatus Model = new(
        new ModelCard(new("acme/cats"), "onnx", ["image-classification"], "finds \u001b[31mcats") { Tags = ["a\u202e"], Licence = "MIT" }, DeviceId.Cpu, "its file is missing");

    [Fact]
    public async Task A_card_is_added_from_a_file_or_a_pipe_once_and_removed()
    {
        using var desk = NewDesk();
        desk.File("cats.json", Plain);

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("models", "add", "cats.json"));
        Assert.Contains("Added acme/cats in ", desk.Output);
        desk.Types(Plain);
        Assert.Equal(ExitCode.Failed, await desk.RunAsync("models", "add", "-"));
        Assert.Contains("--replace", desk.Error);
        desk.Types(Plain.Replace("finds cats", "finds more", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Answered, await desk.RunAsync("models", "add", "-", "--replace"));
        Assert.Equal("finds more", Assert.Single(Cards(desk)).Card!.Description);

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("models", "remove", "acme/cats"));
        Assert.Empty(Cards(desk));
        Assert.Equal(ExitCode.Usage, await desk.RunAsync("models", "remove", "acme/cats"));
        Assert.Equal(0, desk.HostsStarted);
    }

    [Fact]
    public async Task A_wrong_card_is_bad_usage_with_the_place_and_nothing_is_written()
    {
        using var desk = NewDesk();
        desk.File("cats.json", Card);

        Assert.Equal(ExitCode.Usage, await desk.RunAsync("models", "add", "cats.json"));

        Assert.Contains("cats.json, line 1, column", desk.Error);
        Assert.Contains("description: holds a control character", desk.Error);
        Assert.False(Directory.Exists(Home(desk)));
    }

    [Theory]
    [InlineData("There is no file 'none.json'", "add", "none.json")]
    [InlineData("is not a model id", "remove", "../x")]
    [InlineData("jarvis models show --help", "show")]
    [InlineData("The file is missing", "import")]
    [InlineData("no name of a runner", "import", "-", "--runner", "a b")]
    [InlineData("did you mean 'import'?", "imprt")]
    [InlineData("--limit takes a whole number from 1, not '0'", "--limit", "0")]
    public async Task Bad_usage_says_what_to_write(string message, params string[] args)
    {
        using var desk = NewDesk();

        Assert.Equal(ExitCode.Usage, await desk.RunAsync(["models", .. args]));

        Assert.Contains(message, desk.Error);
    }

    [Theory]
    [InlineData("jarvis models add cat-finder.json", "add")]
    [InlineData("jarvis models remove acme/cat-finder", "remove")]
    [InlineData("jarvis models import p0_models.jsonl", "import")]
    [InlineData("jarvis models show pp-ocr/v4", "show")]
    public async Task Every_command_has_help_with_examples(string example, string command)
    {
        using var desk = NewDesk();

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("models", command, "--help"));

        Assert.Contains(example, desk.Output);
    }

    [Fact]
    public async Task A_list_is_imported_with_what_was_left_out_and_why_and_again_only_when_told_to()
    {
        using var desk = NewDesk();
        desk.File(
            "list.jsonl",
            """
            {"id":"hub/mood","task":"text-classification","likes":3,"meta":{"tags":["finance"]},"description":"says the mood"}
            {"id":"hub/\u001b[31m","task":"text-classification"}
            not json
            {"id":"hub/es","task":"translation","likes":7,"meta":null,"description":""}
            """);

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("models", "import", "list.jsonl"));

        Assert.Contains("Imported 2 of 4 models, for 2 task types in ", desk.Output);
        Assert.Contains("left out: line 2: its id", desk.Error);
        Assert.Contains("left out: line 3: it is no JSON", desk.Error);
        Assert.DoesNotContain('\u001b', desk.Error);
        Assert.Equal(["hub/mood", "hub/es"], Cards(desk).Select(card => card.Card!.Id.Value));

        await desk.RunAsync("models", "import", "list.jsonl");
        Assert.Contains("Imported 0 of 4 models", desk.Output);
        Assert.Contains("line 1: there is a card hub/mood already", desk.Error);

        await desk.RunAsync("models", "import", "list.jsonl", "--replace", "--runner", "other");
        Assert.All(Cards(desk), card => Assert.Equal("other", card.Card!.Runner));
        Assert.Equal(2, Cards(desk).Count());
    }

    [Fact]
    public async Task A_list_without_a_model_fails()
    {
        using var desk = NewDesk();
        desk.Types("nothing\nhere\n");

        Assert.Equal(ExitCode.Failed, await desk.RunAsync("models", "import", "-"));
        Assert.Contains("Imported 0 of 2 models", desk.Output);
    }

    [Fact]
    public async Task A_file_that_is_too_long_is_refused()
    {
        using var desk = NewDesk();
        desk.Input = new MemoryStream(new byte[(1 << 20) + 1]);

        Assert.Equal(ExitCode.Usage, await desk.RunAsync("models", "add", "-"));
        Assert.Contains("split it", desk.Error);
    }

    [Fact]
    public async Task A_model_is_shown_with_what_is_known_and_nothing_of_it_reaches_the_terminal_as_more_than_text()
    {
        using var desk = NewDesk();

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("models", "show", "acme/cats"));

        Assert.Contains(desk.Lines, line => line.StartsWith("status", StringComparison.Ordinal) && line.EndsWith("unavailable: its file is missing", StringComparison.Ordinal));
        Assert.Contains(desk.Lines, line => line.StartsWith("licence", StringComparison.Ordinal) && line.EndsWith("MIT", StringComparison.Ordinal));
        Assert.DoesNotContain(desk.Output, c => c is '\u001b' or '\u202e');
    }

    [Fact]
    public async Task A_shown_card_can_be_added()
    {
        using var desk = NewDesk(Model with { Card = Model.Card with { Description = "finds cats", Tags = [] } });
        await desk.RunAsync("models", "show", "acme/cats", "--card");
        desk.Types(desk.Output);

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("models", "add", "-"));
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_not_found_with_the_nearest_name()
    {
        using var desk = NewDesk();

        Assert.Equal(ExitCode.Usage, await desk.RunAsync("models", "show", "acme/cat"));
        Assert.Contains("did you mean 'acme/cats'?", desk.Error);
    }

    [Theory]
    [InlineData(true, "--text", "CATS finds")]
    [InlineData(true, "--tag", "a\u202e", "--licence", "mit", "--device", "cpu")]
    [InlineData(false, "--text", "dogs")]
    [InlineData(false, "--device", "cuda")]
    [InlineData(false, "--tag", "b")]
    [InlineData(false, "--license", "gpl")]
    public async Task Models_are_looked_for(bool found, params string[] args)
    {
        using var desk = NewDesk();

        Assert.Equal(ExitCode.Answered, await desk.RunAsync(["models", .. args]));

        Assert.Equal(found, desk.Output.Contains("acme/cats", StringComparison.Ordinal));
        Assert.Equal(!found, desk.Error.Contains("No model here is like that", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_note_stands_beside_the_status()
    {
        using var desk = NewDesk(Model with { Note = "another card does not count" });

        await desk.RunAsync("models");

        Assert.EndsWith("unavailable: its file is missing (another card does not count)", desk.Lines[1], StringComparison.Ordinal);
    }

    private static Desk NewDesk(ModelStatus? model = null)
    {
        var desk = new Desk(new ScriptedJarvis { Models = [model ?? Model] });
        desk.Variables[CardFolderOptions.HomeVariable] = "home";
        return desk;
    }

    private static string Home(Desk desk) => Path.Combine(desk.Folder, "home");

    private static IEnumerable<CardReading> Cards(Desk desk) =>
        new CardFolder(Path.Combine(Home(desk), "models"), new CardReader(Planning.TaskTypeCatalog.Default)).Read(default);
}
