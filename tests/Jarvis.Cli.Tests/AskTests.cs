using Jarvis.Cli.Input;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Planning;

namespace Jarvis.Cli.Tests;

public sealed class AskTests
{
    private static readonly byte[] Speech = [1, 2, 3, 4];

    [Fact]
    public async Task A_request_goes_out_with_its_files_and_limits()
    {
        using var desk = new Desk();
        desk.Jarvis.Plays(Scripts.Answers("Done."));

        var exit = await desk.RunAsync("ask", "  read it  ", "--file", desk.File("a.png", "one"), "-f", desk.File("b.png", "two"), "--timeout", "2.5");

        Assert.Equal(ExitCode.Answered, exit);
        var request = Assert.Single(desk.Jarvis.Requests);
        Assert.Equal("read it", request.Text);
        Assert.Equal(["a.png", "b.png"], request.Attachments.Select(file => file.Name));
        Assert.Equal(TimeSpan.FromSeconds(2.5), request.Timeout);
        Assert.Empty(desk.Error);
    }

    [Fact]
    public async Task The_engine_decides_how_long_a_turn_may_take_when_the_user_does_not()
    {
        using var desk = new Desk();
        desk.Jarvis.Plays(Scripts.Answers("Done."));

        await desk.RunAsync("ask", "x");

        Assert.Null(Assert.Single(desk.Jarvis.Requests).Timeout);
    }

    [Fact]
    public async Task A_path_is_relative_to_the_folder_that_the_user_is_in()
    {
        using var desk = new Desk();
        desk.File("here.png");
        desk.Jarvis.Plays(Scripts.Answers("Done."));

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("ask", "x", "--file", "here.png"));
        Assert.Equal(["here.png"], desk.Jarvis.UploadedNames);
    }

    [Fact]
    public async Task Plain_lines_tell_the_plan_the_models_with_reasons_the_answer_and_the_files()
    {
        using var desk = new Desk();
        var text = desk.Jarvis.Make("text.txt", "text/plain", "bread"u8.ToArray(), "bread");
        var speech = desk.Jarvis.Make("speech.wav", "audio/wav", Speech);
        desk.Jarvis.Plays(Scripts.ReadAloud(text, speech));

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("ask", "read it aloud"));

        var path = Path.Combine("jarvis-out", "speech.wav");
        Assert.Contains("#0 image-to-text: planned (language: \"en\")", desk.Lines);
        Assert.Contains("#1 text-to-speech: planned (text: from #0)", desk.Lines);
        Assert.Contains("#0 image-to-text: model paddle/ocr (0.91): reads English best", desk.Lines);
        Assert.Contains("#0 image-to-text: running 50 %", desk.Lines);
        Assert.Contains(desk.Lines, line => line.StartsWith("#0 image-to-text: done in 1.", StringComparison.Ordinal) && line.Contains("\"bread\""));
        Assert.Contains($"It says bread. Listen to speech.wav ({path}).", desk.Lines);
        Assert.Contains(desk.Lines, line => line.StartsWith($"  {path}  (audio/wav", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', desk.Output);
        Assert.Equal(Speech, await File.ReadAllBytesAsync(Path.Combine(desk.Out, "speech.wav")));
        Assert.Equal(["speech.wav"], desk.Saved);
    }

    [Fact]
    public async Task What_was_not_planned_and_what_failed_is_told_with_its_reason()
    {
        using var desk = new Desk();
        desk.Jarvis.Plays(
            new PlanStarted("offline planner"),
            Scripts.Planned(0, "translation"),
            Scripts.Planned(1, "text-to-speech", ("text", new OutputArgument(0))),
            new PlanFinished(2, [new PartDropped("a poem", "no model writes poems")], ["The language was guessed."]),
            new ModelChosen(0, Scripts.Ocr, 0.5, "the only one", []),
            new TaskWaiting(0, "apertium is busy", TimeSpan.FromSeconds(2)),
            new TaskStarted(0, Scripts.Ocr, 2),
            new TaskFailed(0, new JarvisError(ErrorCode.ModelFailed, "apertium ended with 1.")),
            new TaskSkipped(1, new JarvisError(ErrorCode.ModelFailed, "#0 failed.")),
            Scripts.Failed("Nothing could be done."));

        Assert.Equal(ExitCode.Failed, await desk.RunAsync("ask", "x"));

        Assert.Contains("Not planned: a poem: no model writes poems", desk.Lines);
        Assert.Contains("Note: The language was guessed.", desk.Lines);
        Assert.Contains("#0 translation: waits 2.0 s: apertium is busy", desk.Lines);
        Assert.Contains("#0 translation: running, attempt 2", desk.Lines);
        Assert.Contains("#0 translation: failed: apertium ended with 1.", desk.Lines);
        Assert.Contains("#1 text-to-speech: skipped: #0 failed.", desk.Lines);
        Assert.Equal("jarvis: Nothing could be done.\n", desk.Error);
    }

    [Fact]
    public async Task A_plan_that_stands_in_for_what_failed_is_told_as_such()
    {
        using var desk = new Desk();
        desk.Jarvis.Plays(
            new PlanStarted("a planner"),
            Scripts.Planned(0, "translation"),
            Scripts.PlanOf(1),
            new TaskFailed(0, new JarvisError(ErrorCode.ModelFailed, "apertium ended with 1.")),
            new PlanStarted("a planner") { IsReplan = true },
            Scripts.Planned(1, "text2text-generation"),
            Scripts.PlanOf(1) with { IsReplan = true, Notes = ["It is another model."] },
            Scripts.Answered("Done."),
            Scripts.Finished());

        await desk.RunAsync("ask", "x");

        Assert.Contains("Planning again what failed tasks were needed for: a planner", desk.Lines);
        Assert.Contains("New plan: 1 more task", desk.Lines);
        Assert.Contains("Note: It is another model.", desk.Lines);
        Assert.Single(desk.Lines, line => line == "Plan: 1 task");
    }

    [Fact]
    public async Task Progress_is_told_in_quarters_however_often_it_is_reported()
    {
        using var desk = new Desk();
        var progress = Enumerable.Range(1, 1000).Select(i => new TaskProgress(0, i / 1000.0));
        desk.Jarvis.Plays([Scripts.Planned(0, "translation"), new TaskStarted(0, Scripts.Ocr, 1), .. progress, Scripts.Finished()]);

        await desk.RunAsync("ask", "x");

        Assert.Equal(4, desk.Lines.Count(line => line.EndsWith(" %", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_answer_that_cites_nothing_gives_all_that_was_made_but_not_what_was_brought()
    {
        using var desk = new Desk();
        var text = desk.Jarvis.Make("text.txt", "text/plain", "bread"u8.ToArray());
        var brought = desk.Jarvis.Make("a.png", "image/png", "one"u8.ToArray());
        desk.Jarvis.Plays(
            Scripts.Planned(0, "image-to-text"), Scripts.Succeeded(0, Scripts.Ocr, text, brought), Scripts.Answered("Done."), Scripts.Finished());

        await desk.RunAsync("ask", "x", "--file", desk.File("a.png", "one"));

        Assert.Equal(["text.txt"], desk.Saved);
    }

    [Fact]
    public async Task What_a_failed_turn_has_made_is_saved()
    {
        using var desk = new Desk();
        var text = desk.Jarvis.Make("text.txt", "text/plain", "bread"u8.ToArray());
        desk.Jarvis.Plays(Scripts.Planned(0, "image-to-text"), Scripts.Succeeded(0, Scripts.Ocr, text), Scripts.Failed("No voice is installed."));

        Assert.Equal(ExitCode.Failed, await desk.RunAsync("ask", "x"));
        Assert.Equal(["text.txt"], desk.Saved);
    }

    [Fact]
    public async Task A_file_that_the_user_brought_is_cited_by_the_path_that_the_user_gave()
    {
        using var desk = new Desk();
        desk.File("a.png", "one");
        var brought = desk.Jarvis.Make("a.png", "image/png", "one"u8.ToArray());
        desk.Jarvis.Plays(Scripts.Planned(0, "image-to-text"), Scripts.Answered($"In [a.png](resource:{brought.Id}) is bread.", brought), Scripts.Finished());

        await desk.RunAsync("ask", "x", "--file", "./a.png");

        Assert.Contains("In a.png (./a.png) is bread.", desk.Lines);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" \n\t ", "is empty")]
    public async Task An_empty_request_is_refused(string request, string message)
    {
        using var desk = new Desk();

        Assert.Equal(ExitCode.Usage, await desk.RunAsync("ask", request));
        Assert.Contains(message, desk.Error);
        Assert.Equal(0, desk.HostsStarted);
    }

    [Fact]
    public async Task The_longest_request_is_asked_and_one_character_more_is_refused()
    {
        using var desk = new Desk();
        desk.Jarvis.Plays(Scripts.Answers("Done."));

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("ask", new string('a', TurnRequest.MaxText)));
        Assert.Equal(ExitCode.Usage, await desk.RunAsync("ask", new string('a', TurnRequest.MaxText + 1)));
        Assert.Contains("32,768", desk.Error);
    }

    [Fact]
    public async Task A_request_is_read_from_standard_input()
    {
        using var desk = new Desk();
        desk.Types("was kostet\ndas Brot?\n");
        desk.Jarvis.Plays(Scripts.Answers("Done."));

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("ask", "-"));
        Assert.Equal("was kostet\ndas Brot?", Assert.Single(desk.Jarvis.Requests).Text);
    }

    [Fact]
    public async Task Standard_input_is_bounded()
    {
        using var desk = new Desk { Input = new EndlessStream((byte)'a') };

        Assert.Equal(ExitCode.Usage, await desk.RunAsync("ask", "-"));
        Assert.Contains("1 MiB", desk.Error);
    }

    [Fact]
    public async Task Standard_input_that_is_no_text_is_refused()
    {
        using var desk = new Desk { Input = new MemoryStream([0x89, 0x50, 0x4e, 0x47, 0xff]) };

        Assert.Equal(ExitCode.Usage, await desk.RunAsync("ask", "-"));
        Assert.Contains("not UTF-8", desk.Error);
    }

    [Fact]
    public async Task What_the_engine_refuses_is_told_and_names_the_file()
    {
        using var desk = new Desk(new ScriptedJarvis { RefusesUploads = Error.UnsupportedMedia("This is a program.") });

        Assert.Equal(ExitCode.Usage, await desk.RunAsync("ask", "x", "--file", desk.File("a.exe")));
        Assert.EndsWith("a.exe: This is a program.\n", desk.Error);
    }

    [Fact]
    public async Task An_engine_that_takes_no_turn_is_a_failure_and_not_the_users_fault()
    {
        using var desk = new Desk(new ScriptedJarvis { RefusesTurns = Error.Overloaded("Too many turns are open.") });

        Assert.Equal(ExitCode.Failed, await desk.RunAsync("ask", "x"));
        Assert.Equal("jarvis: Too many turns are open.\n", desk.Error);
    }

    [Fact]
    public async Task A_reader_that_was_too_slow_goes_on_where_it_broke_off()
    {
        using var desk = new Desk(new ScriptedJarvis { OverloadedAfter = 2 });
        desk.Jarvis.Plays(Scripts.Answers("Done."));

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("ask", "x", "--json"));
        Assert.Equal(desk.Jarvis.Events.Count, desk.Lines.Length);
    }

    [Fact]
    public async Task Each_request_is_a_conversation_of_its_own()
    {
        using var desk = new Desk();
        desk.Jarvis.Plays(Scripts.Answers("One.")).Plays(Scripts.Answers("Two."));

        await desk.RunAsync("ask", "x");
        await desk.RunAsync("ask", "y");

        Assert.Equal(2, desk.Jarvis.Conversations.Distinct().Count());
    }

    [Fact]
    public async Task A_request_that_looks_like_a_file_of_arguments_is_a_request()
    {
        using var desk = new Desk();
        desk.Jarvis.Plays(Scripts.Answers("Hello."));

        await desk.RunAsync("ask", "@bob says hello");

        Assert.Equal("@bob says hello", Assert.Single(desk.Jarvis.Requests).Text);
    }

    private sealed class EndlessStream(byte value) : Stream
    {
        private long _given;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            _given += count;
            Assert.True(_given < 2 * RequestText.MaxBytes, "It reads on and on.");
            Array.Fill(buffer, value, offset, count);
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
