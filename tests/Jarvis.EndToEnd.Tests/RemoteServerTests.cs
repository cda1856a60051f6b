using System.Collections.Concurrent;
using Jarvis.Conformance;
using Jarvis.EndToEnd.Tests.Testing;
using Microsoft.AspNetCore.Http;

namespace Jarvis.EndToEnd.Tests;

/// <summary>Turns of the built program on models of an OpenAI-compatible server that the user names, behind a real socket.</summary>
public sealed class RemoteServerTests : IAsyncLifetime
{
    private const string Key = "sk-TheKeyOfTheStudio";
    private const string Settings = "Jarvis__Remote__OpenAI__studio__";

    private readonly Desk _desk = new();
    private readonly ConcurrentQueue<string> _asked = [];
    private StandInEndpoint _studio = null!;

    public async Task InitializeAsync()
    {
        _studio = await StandInEndpoint.StartAsync();
        _studio.Answer = AnswerAsync;
        _desk.Variables["STUDIO_KEY"] = Key;
        _desk.Variables["JARVIS_HOME"] = Directory.CreateDirectory(_desk.At("jarvis")).FullName;
        _desk.Write("jarvis/jarvis.json", $$"""
            {
              "Jarvis": { "Remote": { "OpenAI": { "studio": {
                "Endpoint": "{{_studio.Address}}v1",
                "KeyVariable": "STUDIO_KEY",
                "Models": [
                  { "Id": "studio/flux", "TaskType": "text-to-image", "Quality": 1, "Prices": { "image": 0.02 } },
                  { "Id": "studio/voice", "TaskType": "text-to-speech", "Quality": 1, "Voice": "nova" },
                  { "Id": "studio/whisper", "TaskType": "automatic-speech-recognition", "Quality": 1 },
                  { "Id": "studio/embed", "TaskType": "sentence-similarity", "Quality": 1 }
                ]
              } } } }
            }
            """);
    }

    public async Task DisposeAsync()
    {
        await _studio.DisposeAsync();
        _desk.Dispose();
    }

    [NeedsFact]
    public async Task A_picture_is_drawn_there_and_its_price_is_told()
    {
        var run = KeptTheKey(await _desk.RunAsync("ask", "Draw a cat in a hat")).Answered();

        Assert.Contains("studio/flux", run.Output, StringComparison.Ordinal);
        Assert.Contains("$0.02", run.Output, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(Place.Sample("sign.png")), await File.ReadAllBytesAsync(Path.Combine(_desk.Out, Assert.Single(_desk.Saved))));
        Assert.Contains("/v1/images/generations", _asked);
    }

    [NeedsFact]
    public async Task A_text_is_read_aloud_there()
    {
        var run = KeptTheKey(await _desk.RunAsync("ask", "Say 'good morning'")).Answered();

        Assert.Contains("studio/voice", run.Output, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(Place.Sample("greeting.wav")), await File.ReadAllBytesAsync(Path.Combine(_desk.Out, Assert.Single(_desk.Saved))));
    }

    [NeedsFact]
    public async Task Speech_is_written_down_there()
    {
        _desk.Bring("greeting.wav");

        var run = KeptTheKey(await _desk.RunAsync("ask", "Write down what is said in greeting.wav", "--file", "greeting.wav")).Answered();

        Assert.Contains("studio/whisper", run.Output, StringComparison.Ordinal);
        Assert.Contains("Good morning from the studio", run.Output, StringComparison.Ordinal);
    }

    [NeedsFact]
    public async Task Two_texts_are_compared_there()
    {
        var run = KeptTheKey(await _desk.RunAsync("ask", "How similar are 'a cat' and 'a kitten'?")).Answered();

        Assert.Contains("studio/embed", run.Output, StringComparison.Ordinal);
        Assert.Contains("/v1/embeddings", _asked);
    }

    [NeedsFact]
    public async Task Doctor_calls_it_and_models_lists_what_it_has_and_where_that_is_set()
    {
        var doctor = KeptTheKey(await _desk.RunAsync("doctor")).Answered();
        var models = KeptTheKey(await _desk.RunAsync("models", "--device", "remote")).Answered();
        var model = KeptTheKey(await _desk.RunAsync("models", "show", "studio/flux")).Answered();

        Assert.Contains(doctor.Lines, line => line.StartsWith($"ok\tOpenAI-compatible server 'studio' at {_studio.Address.Authority} answered in", StringComparison.Ordinal));
        Assert.Equal(
            ["studio/embed\tsentence-similarity\tremote\tavailable", "studio/flux\ttext-to-image\tremote\tavailable"], models.Lines[1..3]);
        Assert.Contains("Jarvis:Remote:OpenAI:studio", model.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("/v1/images/generations", _asked);
    }

    [NeedsFact]
    public async Task A_key_that_is_wrong_or_missing_and_a_server_that_is_not_there_are_each_told_with_what_to_set()
    {
        _desk.Variables["STUDIO_KEY"] = "sk-old";
        var wrong = await _desk.RunAsync("doctor");
        _desk.Variables["STUDIO_KEY"] = null;
        var missing = await _desk.RunAsync("doctor");
        _desk.Variables["STUDIO_KEY"] = Key;
        await _studio.DisposeAsync();
        var gone = await _desk.RunAsync("doctor");

        foreach (var (run, says) in new[] { (wrong, "does not know the key; set STUDIO_KEY"), (missing, "the environment variable STUDIO_KEY is not set"), (gone, "cannot be reached") })
        {
            Assert.Equal(1, run.Code);
            Assert.Contains(run.Lines, line => line.StartsWith("fix\tOpenAI-compatible server 'studio' at 127.0.0.1:", StringComparison.Ordinal) && line.Contains(says, StringComparison.Ordinal));
        }

        Assert.Contains("missing\tstudio/embed, studio/flux, studio/voice, studio/whisper: the environment variable STUDIO_KEY is not set", missing.Output, StringComparison.Ordinal);
    }

    [NeedsTheory]
    [InlineData("Endpiont", "https://x.example", "There is no setting Jarvis:Remote:OpenAI:studio:Endpiont; did you mean 'Endpoint'?")]
    [InlineData("Timeout", "soon", "Jarvis:Remote:OpenAI:studio:Timeout has to be a time")]
    [InlineData("Endpoint", "http://studio.example/v1", "Jarvis:Remote:OpenAI:studio:Endpoint has to be an absolute https address")]
    [InlineData("Models__2__TaskType", "translation", "Jarvis:Remote:OpenAI:studio:Models:2:TaskType is no task type")]
    public async Task A_setting_that_is_wrong_ends_the_program_at_its_start_with_its_path(string name, string value, string says)
    {
        _desk.Variables[Settings + name] = value;

        KeptTheKey(await _desk.RunAsync("models")).Failed(2, says);
    }

    [NeedsFact]
    public async Task Nothing_that_is_kept_holds_the_key()
    {
        KeptTheKey(await _desk.RunAsync("ask", "Draw a cat in a hat", "--verbose"));

        Assert.Contains("/v1/images/generations", _asked);
        Assert.DoesNotContain(Key, string.Concat(Directory.EnumerateFiles(_desk.Data, "*", SearchOption.AllDirectories).Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    private static Ended KeptTheKey(Ended run)
    {
        Assert.DoesNotContain(Key, run.Output + run.Error, StringComparison.Ordinal);
        return run;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        _asked.Enqueue(context.Request.Path);
        if (context.Request.Headers.Authorization != $"Bearer {Key}")
        {
            await StandInEndpoint.Json(context, 401, """{"error":{"message":"Incorrect API key provided: sk-old."}}""");
            return;
        }

        await (context.Request.Path.Value switch
        {
            "/v1/models" => StandInEndpoint.Json(context, 200, """{"data":[{"id":"flux"},{"id":"voice"},{"id":"whisper"},{"id":"embed"}]}"""),
            "/v1/images/generations" => StandInEndpoint.Json(
                context, 200, $$"""{"created":1,"data":[{"b64_json":"{{Convert.ToBase64String(await File.ReadAllBytesAsync(Place.Sample("sign.png")))}}"}]}"""),
            "/v1/audio/speech" => StandInEndpoint.File(context, "audio/wav", await File.ReadAllBytesAsync(Place.Sample("greeting.wav"))),
            "/v1/audio/transcriptions" => StandInEndpoint.Json(context, 200, """{"text":"Good morning from the studio.","duration":1.5}"""),
            "/v1/embeddings" => StandInEndpoint.Json(
                context, 200, """{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AACAPwAAAAA="},{"object":"embedding","index":1,"embedding":"AACAPwAAAAA="}],"model":"embed","usage":{"prompt_tokens":4,"total_tokens":4}}"""),
            _ => StandInEndpoint.Json(context, 404, "{}"),
        });
    }
}
