using Jarvis.Cli.Input;
using Jarvis.Events;
using Jarvis.Planning;

namespace Jarvis.Cli.Tests;

public sealed class ChatTests
{
    [Fact]
    public async Task Each_line_is_a_turn_of_one_conversation()
    {
        using var desk = new Desk();
        desk.Types("first\n\n  second  \r\nlast without an end");
        desk.Jarvis.Plays(Scripts.Answers("One.")).Plays(Scripts.Answers("Two.")).Plays(Scripts.Answers("Three."));

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("chat"));

        Assert.Equal(["first", "second", "last without an end"], desk.Jarvis.Requests.Select(request => request.Text));
        Assert.Single(desk.Jarvis.Conversations.Distinct());
        Assert.Contains("> second", desk.Lines);
        Assert.Contains("Three.", desk.Lines);
    }

    [Fact]
    public async Task A_turn_that_fails_or_is_refused_does_not_end_the_chat()
    {
        using var desk = new Desk();
        desk.Types("first\n/file nope.png\n/nonsense\n" + new string('x', 40_000) + "\nsecond\n");
        desk.Jarvis.Plays(Scripts.Failed("No voice is installed.")).Plays(Scripts.Answers("Two."));

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("chat"));

        Assert.Contains("No voice is installed.", desk.Error);
        Assert.Contains("nope.png does not exist.", desk.Error);
        Assert.Contains("There is no /nonsense. See /help.", desk.Error);
        Assert.Contains("32,768", desk.Error);
        Assert.Contains("Two.", desk.Lines);
    }

    [Fact]
    public async Task With_json_each_line_comes_to_lines_of_it()
    {
        using var desk = new Desk();
        desk.File("first.png");
        desk.Types("/file first.png\none\n/file nope.png\n/models\n/help\n");
        desk.Jarvis.Plays(Scripts.Answers("One."));

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("chat", "--json"));

        var types = desk.Lines.Select(line => System.Text.Json.Nodes.JsonNode.Parse(line)!["type"]!.GetValue<string>()).ToList();
        Assert.Equal("file-attached", types[0]);
        Assert.Contains("turn-finished", types);
        Assert.Equal(["error", "error", "error"], types[^3..]);
        Assert.Empty(desk.Saved);
    }

    [Fact]
    public async Task An_attached_file_goes_with_the_next_request_only()
    {
        using var desk = new Desk();
        desk.File("first.png");
        desk.File("a b.png", "other bytes");
        desk.Types("one\n/file \"a b.png\"\n/file first.png\ntwo\nthree\n");
        desk.Jarvis.Plays(Scripts.Answers("One.")).Plays(Scripts.Answers("Two.")).Plays(Scripts.Answers("Three."));

        await desk.RunAsync("chat", "--file", "first.png");

        Assert.Equal(["first.png"], desk.Jarvis.Requests[0].Attachments.Select(file => file.Name));
        Assert.Equal(["a b.png", "first.png"], desk.Jarvis.Requests[1].Attachments.Select(file => file.Name));
        Assert.Empty(desk.Jarvis.Requests[2].Attachments);
    }

    [Fact]
    public async Task What_an_earlier_turn_made_is_cited_by_the_file_it_was_saved_as()
    {
        using var desk = new Desk();
        var speech = desk.Jarvis.Make("speech.wav", "audio/wav", [1]);
        desk.Types("make it\nwhere is it?\n");
        desk.Jarvis.Plays(Scripts.Answered("Here.", speech), Scripts.Finished())
            .Plays(Scripts.Answered($"Still in [speech.wav](resource:{speech.Id}).", speech), Scripts.Finished());

        await desk.RunAsync("chat");

        Assert.Contains($"Still in speech.wav ({Path.Combine("jarvis-out", "speech.wav")}).", desk.Lines);
        Assert.Equal(["speech.wav"], desk.Saved);
    }

    [Fact]
    public async Task What_an_earlier_turn_made_is_called_by_its_name_in_a_plan()
    {
        using var desk = new Desk();
        var text = desk.Jarvis.Make("text.txt", "text/plain", "bread"u8.ToArray());
        desk.Types("read it\nsay it\n");
        desk.Jarvis.Plays(Scripts.Planned(0, "image-to-text"), Scripts.Succeeded(0, Scripts.Ocr, text), Scripts.Finished())
            .Plays(Scripts.Planned(0, "text-to-speech", ("text", new ResourceArgument(text.Id))), Scripts.Finished());

        await desk.RunAsync("chat");

        Assert.Contains("#0 text-to-speech: planned (text: text.txt)", desk.Lines);
    }

    [Theory]
    [InlineData("/quit")]
    [InlineData("/exit")]
    public async Task A_command_ends_it(string command)
    {
        using var desk = new Desk();
        desk.Types($"{command}\nnever asked\n");

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("chat"));
        Assert.Empty(desk.Jarvis.Requests);
    }

    [Fact]
    public async Task Commands_help_and_list_models()
    {
        using var desk = new Desk();
        desk.Types("/help\n/models\n");

        await desk.RunAsync("chat");

        Assert.Contains("attach a file to the next request", desk.Output);
        Assert.Contains("MODEL\tTASKS\tDEVICE\tSTATUS", desk.Lines);
    }

    [Fact]
    public async Task On_a_terminal_an_interrupt_ends_the_turn_and_the_chat_goes_on()
    {
        using var desk = new Desk { IsTerminal = true };
        desk.Types("first\nsecond\n");
        desk.Jarvis.Plays(new PlanStarted("offline planner")).Plays(Scripts.Answers("Two."));
        desk.Jarvis.AfterEvent = happened =>
        {
            if (happened is PlanStarted && desk.Jarvis.Requests.Count == 1)
            {
                desk.Interruption.Raise(ExitCode.Interrupted);
            }

            return Task.CompletedTask;
        };

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("chat"));

        Assert.Single(desk.Jarvis.Cancelled);
        Assert.Equal("Cancelled.\n", desk.Error);
        Assert.Contains("Two.", desk.Output);
    }

    [Theory]
    [InlineData(true, ExitCode.Terminated)]
    [InlineData(false, ExitCode.Interrupted)]
    public async Task Otherwise_a_signal_ends_turn_and_chat(bool terminal, int signal)
    {
        using var desk = new Desk { IsTerminal = terminal };
        desk.Types("first\nsecond\n");
        desk.Jarvis.Plays(new PlanStarted("offline planner"));
        desk.Jarvis.AfterEvent = _ =>
        {
            desk.Interruption.Raise(signal);
            desk.Jarvis.AfterEvent = null;
            return Task.CompletedTask;
        };

        Assert.Equal(signal, await desk.RunAsync("chat"));
        Assert.Single(desk.Jarvis.Requests);
        Assert.Single(desk.Jarvis.Cancelled);
    }

    [Fact]
    public async Task A_line_is_bounded_and_the_next_one_is_read_in_full()
    {
        using var input = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(new string('a', 10_000) + "\nnext\n"));
        using var lines = new LineReader(input, maxLength: 100);

        Assert.Equal(new string('a', 101), await lines.ReadAsync(CancellationToken.None));
        Assert.Equal("next", await lines.ReadAsync(CancellationToken.None));
        Assert.Null(await lines.ReadAsync(CancellationToken.None));
    }
}
