using System.Text.Json;
using Jarvis.Conversations;
using Jarvis.EndToEnd.Tests.Testing;
using Jarvis.Events;

namespace Jarvis.EndToEnd.Tests;

/// <summary>What a program that runs jarvis reads.</summary>
public sealed class EventTests : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [NeedsFact(Needs.Ocr, Needs.Ffmpeg, Needs.Apertium)]
    public async Task Each_line_is_an_event_and_none_is_missing()
    {
        const string Request = "Read this sign and translate it to Spanish";
        var run = (await _desk.RunAsync("ask", Request, "--file", Place.Sample("sign.png"), "--json")).Answered();

        var events = run.Events;
        Assert.Equal(Enumerable.Range(1, events.Length).Select(number => (long)number), events.Select(happened => happened.Sequence));
        Assert.Equal(TurnStatus.Answered, Assert.IsType<TurnFinished>(events[^1]).Status);
        Assert.Equal(2, events.OfType<TaskSucceeded>().Count());
        Assert.Contains("La biblioteca está cerrada", Assert.Single(events.OfType<AnswerFinished>()).Answer.Text, StringComparison.Ordinal);
        Assert.Equal(run.Lines.Length, events.Length);
        Assert.False(Directory.Exists(_desk.Out));
    }

    [NeedsFact(Needs.Apertium)]
    public async Task With_a_folder_each_saved_file_is_a_line_too()
    {
        var run = (await _desk.RunAsync("ask", "Translate 'good morning' to Spanish", "--json", "--out", "results")).Answered();

        var last = JsonDocument.Parse(run.Lines[^1]).RootElement;
        Assert.Equal("file-saved", last.GetProperty("type").GetString());
        Assert.True(File.Exists(_desk.At(last.GetProperty("path").GetString()!)));
    }

    [NeedsFact(Needs.Apertium, Needs.Espeak, Needs.Ffmpeg)]
    public async Task Tasks_that_need_nothing_of_each_other_run_at_the_same_time()
    {
        // Each waits for the other: one after the other, they would never end.
        _desk.Fake("apertium", Meet("translator", "speaker", Needs.Apertium));
        _desk.Fake("espeak-ng", Meet("speaker", "translator", Needs.Espeak));

        var run = (await _desk.RunAsync(
            "ask", "Translate 'good morning' to Spanish, and say 'good evening'", "--json", "--timeout", "60")).Answered();

        var events = run.Events;
        var before = events.TakeWhile(happened => happened is not TaskSucceeded);
        Assert.Equal([0, 1], before.OfType<TaskStarted>().Select(started => started.Task).Order());
    }

    [NeedsFact]
    public async Task What_goes_wrong_before_the_turn_is_a_line_and_a_sentence()
    {
        var run = (await _desk.RunAsync("ask", "Read this", "--file", "nope.png", "--json")).Failed(2, "nope.png does not exist");

        var line = JsonDocument.Parse(Assert.Single(run.Lines)).RootElement;
        Assert.Equal(("error", "not_found"), (line.GetProperty("type").GetString(), line.GetProperty("code").GetString()));
    }

    [NeedsFact(Needs.Apertium)]
    public async Task A_reader_that_goes_ends_the_run()
    {
        _desk.Fake("apertium", "sleep 1000");
        _desk.Launcher = ["sh", "-c", "\"$0\" \"$@\" | head -n 1"];

        var run = await _desk.RunAsync("ask", "Translate 'good morning' to Spanish", "--json", "--timeout", "2");

        Assert.Single(run.Lines);
    }

    private string Meet(string own, string other, string program) =>
        $"""
        touch "{_desk.At(own)}"
        until [ -e "{_desk.At(other)}" ]; do sleep 0.05; done
        {Desk.Real(program)}
        """;
}
