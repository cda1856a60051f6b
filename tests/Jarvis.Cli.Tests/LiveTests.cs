using System.Text.RegularExpressions;
using Jarvis.Cli.Rendering;
using Jarvis.Cli.Turns;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Planning;
using Spectre.Console;

namespace Jarvis.Cli.Tests;

public sealed partial class LiveTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    public async Task A_terminal_ends_with_the_whole_tree_the_answer_and_the_files(int width)
    {
        using var desk = new Desk { IsTerminal = true, Width = width };
        var text = desk.Jarvis.Make("text.txt", "text/plain", "bread"u8.ToArray(), "bread");
        var speech = desk.Jarvis.Make("speech.wav", "audio/wav", [1]);
        desk.Jarvis.Plays(Scripts.ReadAloud(text, speech));

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("ask", "read"));

        var screen = Words(desk.Output[desk.Output.LastIndexOf("Plan of 2 tasks", StringComparison.Ordinal)..]);
        Assert.Contains("✓ #0 image-to-text done in 1.3 s", screen);
        Assert.Contains("reads English best", screen);
        Assert.Contains("✓ #1 text-to-speech done in 1.3 s", screen);
        Assert.Contains("text: from #0", screen);
        Assert.Contains($"It says bread. Listen to speech.wav ({Path.Combine("jarvis-out", "speech.wav")}).", screen);
        Assert.Contains("Saved:", screen);
        Assert.EndsWith("\u001b[?25h", Cursor().Matches(desk.Output)[^1].Value);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    [InlineData(12)]
    public void No_line_is_wider_than_the_terminal(int width)
    {
        var turn = new TurnView();
        turn.Apply(new PlanStarted("a planner whose name is longer than any terminal is wide, and goes on after that"));
        for (var i = 0; i < 6; i++)
        {
            turn.Apply(Scripts.Planned(i, "image-to-text", ("text", i == 0 ? new TextArgument(new string('x', 200)) : new OutputArgument(i - 1))));
            turn.Apply(Scripts.Chosen(i, Scripts.Ocr, new string('y', 200)));
        }

        Assert.All(Draw(turn, width).Split('\n'), line => Assert.InRange(line.Length, 0, width));
    }

    [Fact]
    public void A_plan_that_is_made_again_joins_the_first()
    {
        var turn = new TurnView();
        turn.Apply(new PlanStarted("a planner"));
        turn.Apply(new PlanFinished(2, [new PartDropped("a poem", "no model writes poems")], []));
        turn.Apply(new PlanStarted("a planner") { IsReplan = true });
        Assert.Contains("Plan of 2 tasks, planning again", Words(Draw(turn, 80)));

        turn.Apply(new PlanFinished(1, [new PartDropped("a song", "no model sings")], ["It is shorter."]) { IsReplan = true });

        var screen = Words(Draw(turn, 80));
        Assert.Contains("Plan of 3 tasks (a planner)", screen);
        Assert.All(["no model writes poems", "no model sings", "It is shorter."], told => Assert.Contains(told, screen));
        Assert.DoesNotContain("planning again", screen);
    }

    [Fact]
    public void Every_state_has_its_own_icon_and_words()
    {
        var error = new JarvisError(ErrorCode.ModelFailed, "It broke.");
        TaskEvent[][] histories =
        [
            [],
            [Scripts.Chosen(0, Scripts.Ocr)],
            [new TaskWaiting(0, "busy", TimeSpan.FromSeconds(1))],
            [new TaskStarted(0, Scripts.Ocr, 1)],
            [Scripts.Succeeded(0, Scripts.Ocr)],
            [new TaskFailed(0, error)],
            [new TaskSkipped(0, error)],
        ];

        var looks = histories.Select(history =>
        {
            var turn = new TurnView();
            turn.Apply(Scripts.Planned(0, "translation"));
            Array.ForEach(history, turn.Apply);
            return Draw(turn, 80).Split('\n').Single(line => line.Contains("#0"));
        }).Select(line => (Icon: line[line.IndexOf('#') - 2], Words: line[(line.IndexOf("translation", StringComparison.Ordinal) + 11)..].Trim())).ToList();

        Assert.Equal(histories.Length, looks.Select(look => look.Icon).Distinct().Count());
        Assert.Equal(
            ["planned", "queued", "waits 1.0 s: busy", "running, 2.0 s", "done in 1.3 s", "failed: It broke.", "skipped: It broke."],
            looks.Select(look => look.Words));
    }

    [Fact]
    public void A_task_that_the_end_of_its_turn_caught_has_stopped()
    {
        var turn = new TurnView();
        turn.Apply(Scripts.Planned(0, "translation"));
        turn.Apply(new TaskStarted(0, Scripts.Ocr, 1));
        turn.Apply(Scripts.Failed("Too late."));

        Assert.Contains("■ #0 translation stopped", Draw(turn, 80));
    }

    [Fact]
    public void A_task_stands_below_the_one_that_it_takes_from()
    {
        var turn = new TurnView();
        turn.Apply(Scripts.Planned(0, "image-to-text"));
        turn.Apply(Scripts.Planned(1, "translation", ("text", new OutputArgument(0))));
        turn.Apply(Scripts.Planned(2, "text-to-speech", ("text", new OutputArgument(1)), ("more", new OutputArgument(0))));

        var columns = Draw(turn, 80).Split('\n').Where(line => line.Contains('#') && line.Contains('○')).Select(line => line.IndexOf('#')).ToList();

        Assert.Equal(3, columns.Count);
        Assert.True(columns[0] < columns[1] && columns[1] < columns[2]);
    }

    [Fact]
    public void A_plan_that_goes_in_a_ring_is_drawn_all_the_same()
    {
        var turn = new TurnView();
        turn.Apply(Scripts.Planned(0, "translation", ("text", new OutputArgument(1))));
        turn.Apply(Scripts.Planned(1, "translation", ("text", new OutputArgument(0))));
        turn.Apply(Scripts.Planned(2, "translation", ("text", new OutputArgument(2))));
        turn.Apply(new TaskStarted(77, Scripts.Ocr, 1));

        Assert.Equal(3, Draw(turn, 80).Split('\n').Count(line => line.Contains("translation")));
    }

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "dumb")]
    public async Task A_plain_terminal_gets_plain_lines(string variable, string value)
    {
        using var desk = new Desk { IsTerminal = true };
        desk.Variables[variable] = value;
        desk.Jarvis.Plays(Scripts.Answers("Done."));

        await desk.RunAsync("ask", "x");

        Assert.DoesNotContain('\u001b', desk.Output);
        Assert.Contains("Done.", desk.Lines);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_that_others_wrote_reaches_the_terminal_as_a_command(bool terminal)
    {
        const string Hostile = "[red]x[/] :skull: \u001b]0;owned\u0007\u001b[2J\u009b31m\u202e\r\b[link=http://evil]y[/] [";
        using var desk = new Desk { IsTerminal = terminal, Width = 200 };
        var made = desk.Jarvis.Make(Hostile, "text/plain", "x"u8.ToArray(), Hostile);
        desk.Jarvis.Plays(
            new PlanStarted(Hostile),
            Scripts.Planned(0, Hostile, (Hostile, new TextArgument(Hostile))),
            new PlanFinished(1, [new PartDropped(Hostile, Hostile)], [Hostile]),
            new ApprovalAsked(Hostile),
            Scripts.Chosen(0, Scripts.Ocr, Hostile),
            new TaskWaiting(0, Hostile, TimeSpan.Zero),
            new TaskStarted(0, Scripts.Ocr, 1),
            Scripts.Succeeded(0, Scripts.Ocr, made),
            Scripts.Planned(1, "translation"),
            new TaskFailed(1, new JarvisError(ErrorCode.Internal, Hostile)),
            new AnswerDelta(Hostile),
            Scripts.Answered($"{Hostile} [{Hostile}](resource:{made.Id})", made),
            Scripts.Failed(Hostile));

        await desk.RunAsync("ask", "x");

        var left = Styling().Replace(desk.Output + desk.Error, "");
        Assert.DoesNotContain(left, c => char.IsControl(c) && c is not ('\n' or '\r'));
        Assert.DoesNotContain("owned", left);
        Assert.DoesNotContain('\u202e', left);
        Assert.Contains("[red]x[/] :skull:", left);
        if (!terminal)
        {
            Assert.DoesNotContain('\r', left);
            Assert.DoesNotContain('\u001b', desk.Output);
        }
    }

    private static string Draw(TurnView turn, int width)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(PlanTree.Render(turn, DateTimeOffset.MinValue + TimeSpan.FromSeconds(2)));
        return writer.ToString();
    }

    /// <summary>The text without styling, on one line: how it was wrapped does not matter.</summary>
    private static string Words(string screen) => Spaces().Replace(Styling().Replace(screen, ""), " ");

    /// <summary>What we write ourselves: colours, moves up, erasing lines, and the cursor.</summary>
    [GeneratedRegex(@"\u001b\[(\d+(;\d+)*m|\d+A|2K|\?25[lh])")]
    private static partial Regex Styling();

    [GeneratedRegex(@"\u001b\[\?25[lh]")]
    private static partial Regex Cursor();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
