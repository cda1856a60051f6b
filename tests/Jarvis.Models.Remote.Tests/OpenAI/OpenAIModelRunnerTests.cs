using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Jarvis.Errors;
using Jarvis.Planning;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Models.Remote.OpenAI;

public sealed class OpenAIModelRunnerTests : IAsyncLifetime
{
    private const string Key = "sk-VerySecretKeyOfTheTest";

    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13];
    private static readonly byte[] Wav = [.. "RIFF"u8, 36, 0, 0, 0, .. "WAVEfmt "u8];

    private RemoteFixture _fixture = null!;

    private StandInEndpoint Server => _fixture.Hub;

    public async Task InitializeAsync()
    {
        _fixture = await RemoteFixture.StartAsync((options, address) => options.OpenAI["studio"] = new()
        {
            Endpoint = new(address, "/v1"),
            Key = Key,
            MaxRequestLength = 10_000,
            MaxResponseLength = 100_000,
            Timeout = TimeSpan.FromSeconds(90),
        });
        Use("some-model");
    }

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task A_description_becomes_an_image()
    {
        Server.Answer = context => StandInEndpoint.Json(context, 200, Image(Png));

        var outcome = await _fixture.RunAsync(TaskTypes.TextToImage, "text", "a cat");

        var image = Assert.Single(outcome.Outputs);
        Assert.Equal(("image", "image/png", "image.png"), (image.Port, image.MediaType, image.Name));
        Assert.Equal(Png, RemoteFixture.Bytes(image));
        Assert.Equal(("/v1/images/generations", $"Bearer {Key}"), (Server.Path, Server.Authorization));
        Assert.Equal(("some-model", "a cat", "b64_json"), (Sent("model"), Sent("prompt"), Sent("response_format")));
    }

    [Fact]
    public async Task A_model_that_always_answers_with_bytes_is_not_asked_for_them()
    {
        Use("gpt-image-1");
        Server.Answer = context => StandInEndpoint.Json(context, 200, Image(Png));

        Assert.Null((await _fixture.RunAsync(TaskTypes.TextToImage, "text", "a cat")).Error);
        Assert.Null(Sent("response_format"));
    }

    [Fact]
    public async Task An_address_in_place_of_an_image_is_not_fetched()
    {
        Server.Answer = context => StandInEndpoint.Json(context, 200, $$"""{"created":1,"data":[{"url":"{{Server.Address}}secret.png"}]}""");

        var error = (await _fixture.RunAsync(TaskTypes.TextToImage, "text", "a cat")).Error!;

        Assert.Equal((ErrorCode.ModelFailed, false, 1), (error.Code, error.Retryable, Server.Requests));
    }

    [Fact]
    public async Task Something_else_in_place_of_an_image_fails_the_request()
    {
        Server.Answer = context => StandInEndpoint.Json(context, 200, Image("<svg xmlns='http://www.w3.org/2000/svg'/>"u8));

        Assert.Equal(ErrorCode.ModelFailed, (await _fixture.RunAsync(TaskTypes.TextToImage, "text", "a cat")).Error!.Code);
    }

    [Theory]
    [InlineData(null, null, "alloy")]
    [InlineData("nova", null, "nova")]
    [InlineData("nova", "echo", "echo")]
    public async Task A_text_is_read_aloud_with_the_tasks_voice_else_the_models(string? models, string? tasks, string spoken)
    {
        Use("tts-1", models is null ? null : ("voice", models));
        _fixture.Options = tasks is null ? _fixture.Options : _fixture.Options.Add("voice", tasks);
        Server.Answer = context => StandInEndpoint.File(context, "audio/wav", Wav);

        var outcome = await _fixture.RunAsync(TaskTypes.TextToSpeech, "text", "good morning");

        Assert.Equal(Wav, RemoteFixture.Bytes(Assert.Single(outcome.Outputs)));
        Assert.Equal("/v1/audio/speech", Server.Path);
        Assert.Equal(("good morning", spoken, "wav"), (Sent("input"), Sent("voice"), Sent("response_format")));
    }

    [Fact]
    public async Task Speech_is_written_down_with_the_time_of_each_word_and_the_files_own_name_stays_here()
    {
        _fixture.Options = _fixture.Options.Add("language", "en");
        Server.Answer = context => StandInEndpoint.Json(
            context, 200, """{"task":"transcribe","language":"english","duration":1.5,"text":" Hello you. ","words":[{"word":"Hello","start":0.25,"end":0.5},{"word":"you","start":0.75,"end":1}]}""");

        var outcome = await _fixture.RunAsync(TaskTypes.AutomaticSpeechRecognition, "audio", Wav);

        Assert.Equal("Hello you.", RemoteFixture.Text(outcome, "text"));
        Assert.Equal("""[{"word":"Hello","start":0.25,"end":0.5},{"word":"you","start":0.75,"end":1}]""", RemoteFixture.Text(outcome, "words"));
        Assert.Equal(1.5, outcome.Used[PriceUnit.AudioSecond], 6);
        var form = Encoding.Latin1.GetString(Server.Body.Span);
        Assert.Equal("/v1/audio/transcriptions", Server.Path);
        Assert.Contains("verbose_json", form, StringComparison.Ordinal);
        Assert.Contains("audio.wav", form, StringComparison.Ordinal);
        Assert.DoesNotContain("\"input\"", form, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_without_times_is_asked_for_the_text_alone()
    {
        Use("gpt-4o-transcribe");
        Server.Answer = context => StandInEndpoint.Json(context, 200, """{"text":"Hello."}""");

        var outcome = await _fixture.RunAsync(TaskTypes.AutomaticSpeechRecognition, "audio", Wav);

        Assert.Equal("text", Assert.Single(outcome.Outputs).Port);
        Assert.DoesNotContain("verbose_json", Encoding.Latin1.GetString(Server.Body.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 1f, 0 }, new[] { 2f, 0 }, 1)]
    [InlineData(new[] { 1f, 0 }, new[] { 0f, 3 }, 0)]
    [InlineData(new[] { 1f, 1 }, new[] { -1f, -1 }, -1)]
    public async Task Texts_are_as_alike_as_the_directions_of_their_embeddings(float[] left, float[] right, double expected)
    {
        Server.Answer = context => StandInEndpoint.Json(context, 200, Embeddings(left, right));

        var outcome = await _fixture.RunAsync(TaskTypes.SentenceSimilarity, default, ("text1", "one"), ("text2", "two"));

        using var score = JsonDocument.Parse(RemoteFixture.Text(outcome, "score"));
        Assert.Equal(0.002, outcome.Used[PriceUnit.ThousandTokens], 6);
        Assert.Equal(expected, score.RootElement.GetProperty("score").GetDouble(), 6);
    }

    [Theory]
    [InlineData(new[] { 1f }, new[] { 1f, 2 })]
    [InlineData(new float[0], new float[0])]
    [InlineData(new[] { 0f, 0 }, new[] { 1f, 1 })]
    public async Task Embeddings_that_cannot_be_compared_fail_the_request(float[] left, float[] right)
    {
        Server.Answer = context => StandInEndpoint.Json(context, 200, Embeddings(left, right));

        var error = (await _fixture.RunAsync(TaskTypes.SentenceSimilarity, default, ("text1", "one"), ("text2", "two"))).Error!;

        Assert.Equal(ErrorCode.ModelFailed, error.Code);
    }

    [Theory]
    [InlineData(401, ErrorCode.ModelUnavailable, false)]
    [InlineData(404, ErrorCode.ModelUnavailable, false)]
    [InlineData(429, ErrorCode.Overloaded, true)]
    [InlineData(500, ErrorCode.ModelFailed, true)]
    [InlineData(400, ErrorCode.ModelFailed, false)]
    public async Task A_refusal_says_what_it_means_without_the_key(int status, ErrorCode code, bool retryable)
    {
        Server.Answer = context => StandInEndpoint.Json(context, status, $$$"""{"error":{"message":"no {{{Key}}}","code":"{{{Key}}}"}}""");

        var error = (await _fixture.RunAsync(TaskTypes.TextToImage, "text", "a cat")).Error!;

        Assert.Equal((code, retryable, 1), (error.Code, error.Retryable, Server.Requests));
        Assert.DoesNotContain(Key, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("language model", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_fixture.Log.Lines, line => line.Contains(Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_key_names_the_setting_to_fix()
    {
        Server.Answer = context => StandInEndpoint.Json(context, 401, "{}");

        Assert.Contains("Jarvis:Remote:OpenAI:studio:Key", (await _fixture.RunAsync(TaskTypes.TextToImage, "text", "a cat")).Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        Server.Answer = context =>
        {
            context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };

        var error = (await _fixture.RunAsync(TaskTypes.TextToImage, "text", "a cat")).Error!;

        Assert.Equal((false, 1), (error.Retryable, Server.Requests));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"data\":[]}")]
    [InlineData("{\"data\":[{\"b64_json\":\"%%\"}]}")]
    public async Task An_answer_that_makes_no_sense_fails_the_request(string json)
    {
        Server.Answer = context => StandInEndpoint.Json(context, 200, json);

        Assert.Equal(ErrorCode.ModelFailed, (await _fixture.RunAsync(TaskTypes.TextToImage, "text", "a cat")).Error!.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_above_the_limit_is_not_taken(bool isSaid)
    {
        Server.Answer = async context =>
        {
            context.Response.ContentType = "audio/wav";
            if (isSaid)
                context.Response.ContentLength = 100_001;

            for (var written = 0; written < 100_001 && !context.RequestAborted.IsCancellationRequested; written += 10_000)
                await context.Response.Body.WriteAsync(new byte[Math.Min(10_000, 100_001 - written)], context.RequestAborted);
        };

        Assert.Equal(ErrorCode.TooLarge, (await _fixture.RunAsync(TaskTypes.TextToSpeech, "text", "hello")).Error!.Code);
    }

    [Fact]
    public async Task A_sound_above_the_limit_is_not_sent()
    {
        var error = (await _fixture.RunAsync(TaskTypes.AutomaticSpeechRecognition, "audio", (byte[])[.. Wav, .. new byte[10_000]])).Error!;

        Assert.Equal((ErrorCode.TooLarge, 0), (error.Code, Server.Requests));
    }

    [Fact]
    public async Task A_server_that_takes_longer_than_it_may_fails_the_request_which_may_be_tried_again()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Answer = context =>
        {
            asked.TrySetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        var run = _fixture.RunAsync(TaskTypes.TextToImage, "text", "a cat");
        await asked.Task;

        _fixture.Time.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal((ErrorCode.ModelFailed, true), ((await run).Error!.Code, (await run).Error!.Retryable));
    }

    [Fact]
    public async Task Cancelling_ends_a_slow_answer_and_the_connection()
    {
        using var cancellation = new CancellationTokenSource();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Answer = async context =>
        {
            context.RequestAborted.Register(gone.SetResult);
            asked.TrySetResult();
            await gone.Task;
        };
        var run = _fixture.RunAsync(TaskTypes.TextToImage, cancellation.Token, ("text", "a cat"));
        await asked.Task;

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await gone.Task;
    }

    [Fact]
    public async Task A_server_that_is_down_is_left_alone_for_a_while()
    {
        Server.Answer = context => StandInEndpoint.Json(context, 502, "{}");
        for (var i = 0; i < EndpointBreaker.Failures; i++)
            await _fixture.RunAsync(TaskTypes.TextToImage, "text", "a cat");

        var error = (await _fixture.RunAsync(TaskTypes.TextToImage, "text", "a cat")).Error!;

        Assert.Equal((ErrorCode.ModelUnavailable, EndpointBreaker.Failures), (error.Code, Server.Requests));
    }

    [Theory]
    [InlineData("other")]
    [InlineData("https://attacker.example/v1")]
    public async Task A_card_cannot_send_a_key_where_the_configuration_does_not(string endpoint)
    {
        Use("some-model", ("endpoint", endpoint));

        var error = (await _fixture.RunAsync(TaskTypes.TextToImage, "text", "a cat")).Error!;

        Assert.Equal((ErrorCode.ModelUnavailable, 0), (error.Code, Server.Requests));
    }

    [Fact]
    public async Task A_task_type_that_such_servers_do_not_run_is_refused() =>
        Assert.Equal(ErrorCode.InvalidRequest, (await _fixture.RunAsync(TaskTypes.VideoToAudio, "video", "x")).Error!.Code);

    private static string Image(ReadOnlySpan<byte> bytes) => $$"""{"created":1,"data":[{"b64_json":"{{Convert.ToBase64String(bytes)}}"}]}""";

    private static string Embeddings(params float[][] vectors)
    {
        var items = vectors.Select((vector, i) =>
        {
            var bytes = vector.SelectMany(BitConverter.GetBytes).ToArray();
            return string.Create(CultureInfo.InvariantCulture, $$"""{"object":"embedding","index":{{i}},"embedding":"{{Convert.ToBase64String(bytes)}}"}""");
        });
        return $$$"""{"object":"list","model":"m","data":[{{{string.Join(',', items)}}}],"usage":{"prompt_tokens":2,"total_tokens":2}}""";
    }

    private void Use(string model, params (string Name, string Value)?[] settings) => _fixture.Card = taskType => new(new("owner/model"), "openai", [taskType], "a model")
    {
        Settings = ImmutableDictionary<string, string>.Empty.Add("endpoint", "studio").Add("model", model)
            .SetItems(settings.OfType<(string Name, string Value)>().Select(setting => KeyValuePair.Create(setting.Name, setting.Value))),
    };

    private string? Sent(string property)
    {
        using var body = JsonDocument.Parse(Server.Body);
        return body.RootElement.TryGetProperty(property, out var value) ? value.GetString() : null;
    }
}
