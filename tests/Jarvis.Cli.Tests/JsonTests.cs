using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Serialization;

namespace Jarvis.Cli.Tests;

public sealed class JsonTests
{
    [Fact]
    public async Task Every_line_is_the_event_that_happened()
    {
        using var desk = new Desk();
        var text = desk.Jarvis.Make("text.txt", "text/plain", "bread"u8.ToArray(), "bread \u001b[31m\n");
        var speech = desk.Jarvis.Make("speech.wav", "audio/wav", [1]);
        desk.Jarvis.Plays(Scripts.ReadAloud(text, speech));

        Assert.Equal(ExitCode.Answered, await desk.RunAsync("ask", "read", "--json"));

        var read = desk.Lines.Select(line => JsonSerializer.Deserialize(line, JarvisJsonContext.Default.ConversationEvent)!).ToList();
        Assert.Equal(desk.Jarvis.Events.Select(happened => happened.GetType()), read.Select(happened => happened.GetType()));
        Assert.Equal(desk.Jarvis.Events.Select(Json), read.Select(Json));
        Assert.DoesNotContain('\u001b', desk.Output);
        Assert.Empty(desk.Saved);
        Assert.Empty(desk.Error);
    }

    [Fact]
    public async Task With_a_folder_files_are_saved_and_told_after_the_events()
    {
        using var desk = new Desk();
        var speech = desk.Jarvis.Make("speech.wav", "audio/wav", [1]);
        desk.Jarvis.Plays(Scripts.Answered("Here.", speech), Scripts.Finished());

        await desk.RunAsync("ask", "x", "--json", "--out", "jarvis-out");

        using var line = JsonDocument.Parse(desk.Lines[^1]);
        Assert.Equal("file-saved", line.RootElement.GetProperty("type").GetString());
        Assert.Equal(speech.Id.Value, line.RootElement.GetProperty("resource").GetString());
        Assert.Equal(Path.Combine("jarvis-out", "speech.wav"), line.RootElement.GetProperty("path").GetString());
    }

    [Theory]
    [InlineData("not_found", "ask", "x", "--json", "--file", "nope.png")]
    [InlineData("invalid_request", "ask", "--json", "x", "y")]
    [InlineData("invalid_request", "models", "--json", "--type", "nope")]
    public async Task What_is_wrong_before_a_turn_is_one_line_of_json_and_a_sentence(string code, params string[] args)
    {
        using var desk = new Desk();

        Assert.Equal(ExitCode.Usage, await desk.RunAsync(args));

        using var line = JsonDocument.Parse(Assert.Single(desk.Lines));
        Assert.Equal("error", line.RootElement.GetProperty("type").GetString());
        Assert.Equal(code, line.RootElement.GetProperty("code").GetString());
        Assert.False(line.RootElement.GetProperty("retryable").GetBoolean());
        Assert.Equal($"jarvis: {line.RootElement.GetProperty("message").GetString()}\n", desk.Error);
    }

    [Fact]
    public async Task An_error_line_has_the_codes_that_events_have()
    {
        foreach (var code in Enum.GetValues<ErrorCode>())
        {
            using var desk = new Desk(new ScriptedJarvis { RefusesTurns = new JarvisException(code, "No.") });
            await desk.RunAsync("ask", "x", "--json");

            using var line = JsonDocument.Parse(Assert.Single(desk.Lines));
            var known = JsonSerializer.SerializeToElement(new TaskFailed(0, new JarvisError(code, "No.")), JarvisJsonContext.Default.ConversationEvent);
            Assert.Equal(known.GetProperty("error").GetProperty("code").GetString(), line.RootElement.GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task A_failed_turn_says_so_in_its_last_event_and_in_the_exit_code()
    {
        using var desk = new Desk();
        desk.Jarvis.Plays(Scripts.Failed("No voice is installed."));

        Assert.Equal(ExitCode.Failed, await desk.RunAsync("ask", "x", "--json"));
        Assert.Contains("\"turn-finished\"", desk.Lines[^1]);
    }

    private static string Json(ConversationEvent happened) => JsonSerializer.Serialize(happened, JarvisJsonContext.Default.ConversationEvent);
}
