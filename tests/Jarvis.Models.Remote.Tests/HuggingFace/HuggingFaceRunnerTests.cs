using System.Text;
using Jarvis.Errors;
using Jarvis.Planning;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Models.Remote.HuggingFace;

public sealed class HuggingFaceRunnerTests : IAsyncLifetime
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13];
    private static readonly byte[] Wav = [.. "RIFF"u8, 36, 0, 0, 0, .. "WAVEfmt "u8];
    private static readonly byte[] Flac = [.. "fLaC"u8, 0, 0, 0, 34];

    private RemoteFixture _fixture = null!;

    private StandInEndpoint Hub => _fixture.Hub;

    public async Task InitializeAsync() => _fixture = await RemoteFixture.StartAsync((options, _) =>
    {
        options.HuggingFace.MaxRequestLength = 10_000;
        options.HuggingFace.MaxResponseLength = 100_000;
        options.HuggingFace.Timeout = TimeSpan.FromSeconds(90);
    });

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Theory]
    [InlineData(TaskTypes.ImageToText, "image", "text", """[{"generated_text": "a cat"}]""", "a cat")]
    [InlineData(TaskTypes.ImageClassification, "image", "labels", """[{"label":"cat","score":0.9}]""", """[{"label":"cat","score":0.9}]""")]
    [InlineData(
        TaskTypes.ObjectDetection,
        "image",
        "objects",
        """[{"score":0.9,"label":"cat","box":{"xmin":1,"ymin":2,"xmax":3,"ymax":4},"extra":"x"}]""",
        """[{"label":"cat","score":0.9,"box":{"xmin":1,"ymin":2,"xmax":3,"ymax":4}}]""")]
    [InlineData(TaskTypes.AutomaticSpeechRecognition, "audio", "text", """{"text": "hello"}""", "hello")]
    [InlineData(TaskTypes.AudioClassification, "audio", "labels", """[{"label":"dog","score":1}]""", """[{"label":"dog","score":1}]""")]
    public async Task A_file_is_sent_as_it_is_and_the_answer_is_read(string taskType, string port, string output, string json, string expected)
    {
        var bytes = port == "image" ? Png : Wav;
        Hub.Answer = context => StandInEndpoint.Json(context, 200, json);

        var outcome = await _fixture.RunAsync(taskType, port, bytes);

        Assert.Equal(expected, RemoteFixture.Text(outcome, output));
        Assert.Equal(bytes, Hub.Body.ToArray());
        Assert.Equal(port == "image" ? "image/png" : "audio/wav", Hub.ContentType);
        Assert.Equal("/hf-inference/models/owner/model", Hub.Path);
        Assert.Equal($"Bearer {RemoteFixture.Token}", Hub.Authorization);
    }

    [Theory]
    [InlineData(TaskTypes.Summarization, "text", """[{"summary_text": "short"}]""", "short")]
    [InlineData(TaskTypes.Translation, "text", """[{"translation_text": "kurz"}]""", "kurz")]
    [InlineData(TaskTypes.Translation, "text", """{"translation_text": "kurz"}""", "kurz")]
    [InlineData(TaskTypes.TextGeneration, "text", """[{"generated_text": "and so on"}]""", "and so on")]
    [InlineData(TaskTypes.Text2TextGeneration, "text", """[{"generated_text": "again"}]""", "again")]
    [InlineData(TaskTypes.TextClassification, "labels", """[[{"label":"GOOD","score":0.75}]]""", """[{"label":"GOOD","score":0.75}]""")]
    [InlineData(TaskTypes.TextClassification, "labels", """[{"label":"GOOD","score":0.75}]""", """[{"label":"GOOD","score":0.75}]""")]
    [InlineData(
        TaskTypes.TokenClassification,
        "entities",
        """[{"entity_group":"PER","score":0.5,"word":"Ada","start":0,"end":3}]""",
        """[{"entity":"PER","word":"Ada","score":0.5,"start":0,"end":3}]""")]
    [InlineData(TaskTypes.TokenClassification, "entities", "[]", "[]")]
    public async Task Text_is_sent_as_inputs_and_the_answer_is_read(string taskType, string output, string json, string expected)
    {
        Hub.Answer = context => StandInEndpoint.Json(context, 200, json);

        var outcome = await _fixture.RunAsync(taskType, "text", "a \"long\" text");

        Assert.Equal(expected, RemoteFixture.Text(outcome, output));
        Assert.Equal("""{"inputs":"a \u0022long\u0022 text"}""", Encoding.UTF8.GetString(Hub.Body.Span));
        Assert.Equal("application/json", Hub.ContentType);
    }

    [Theory]
    [InlineData(TaskTypes.TextToImage, "image", "image/png", "image.png")]
    [InlineData(TaskTypes.TextToSpeech, "audio", "audio/flac", "audio.flac")]
    [InlineData(TaskTypes.TextToVideo, "video", "video/mp4", "video.mp4")]
    public async Task A_file_that_is_answered_is_given_as_it_is(string taskType, string port, string mediaType, string name)
    {
        byte[] bytes = port switch
        {
            "image" => Png,
            "audio" => Flac,
            _ => [0, 0, 0, 20, .. "ftypisom\0\0\0\0isom"u8],
        };
        Hub.Answer = context => StandInEndpoint.File(context, mediaType, bytes);

        var output = Assert.Single((await _fixture.RunAsync(taskType, "text", "a cat")).Outputs);

        Assert.Equal((port, mediaType, name), (output.Port, output.MediaType, output.Name));
        using var copy = new MemoryStream();
        await output.OpenRead().CopyToAsync(copy);
        Assert.Equal(bytes, copy.ToArray());
    }

    [Fact]
    public async Task An_image_is_changed_after_a_prompt()
    {
        Hub.Answer = context => StandInEndpoint.File(context, "image/png", Png);

        var outcome = await _fixture.RunAsync(TaskTypes.ImageToImage, default, ("image", Png), ("prompt", "as a tiger"));

        Assert.Equal("image/png", Assert.Single(outcome.Outputs).MediaType);
        Assert.Equal(
            $$$"""{"inputs":"{{{Convert.ToBase64String(Png)}}}","parameters":{"prompt":"as a tiger"}}""",
            Encoding.UTF8.GetString(Hub.Body.Span));
    }

    [Theory]
    [InlineData(TaskTypes.VisualQuestionAnswering)]
    [InlineData(TaskTypes.DocumentQuestionAnswering)]
    public async Task A_question_about_an_image_is_answered(string taskType)
    {
        Hub.Answer = context => StandInEndpoint.Json(context, 200, """[{"answer": "two", "score": 0.9}, {"answer": "three", "score": 0.1}]""");

        var outcome = await _fixture.RunAsync(taskType, default, ("image", Png), ("question", "How many cats?"));

        Assert.Equal("two", RemoteFixture.Text(outcome, "text"));
        Assert.Equal(
            $$$"""{"inputs":{"image":"{{{Convert.ToBase64String(Png)}}}","question":"How many cats?"}}""",
            Encoding.UTF8.GetString(Hub.Body.Span));
    }

    [Fact]
    public async Task A_question_about_a_text_is_answered()
    {
        Hub.Answer = context => StandInEndpoint.Json(context, 200, """{"answer": "Paris", "score": 0.9, "start": 0, "end": 5}""");

        var outcome = await _fixture.RunAsync(TaskTypes.QuestionAnswering, default, ("question", "Where?"), ("context", "Paris is where."));

        Assert.Equal("Paris", RemoteFixture.Text(outcome, "text"));
        Assert.Equal("""{"inputs":{"question":"Where?","context":"Paris is where."}}""", Encoding.UTF8.GetString(Hub.Body.Span));
    }

    [Fact]
    public async Task A_model_that_is_being_loaded_may_be_tried_again()
    {
        Hub.Answer = context => StandInEndpoint.Json(context, 503, """{"error": "Model owner/model is currently loading", "estimated_time": 20.7}""");

        var error = await FailAsync();

        Assert.Equal(
            (ErrorCode.ModelFailed, true, "Hugging Face is loading owner/model, about 21 more seconds; try again then."),
            (error.Code, error.Retryable, error.Message));
        Assert.Equal(TimeSpan.FromSeconds(20.7), error.RetryAfter);
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("Sat, 01 Jan 2000 00:00:45 GMT", 45)]
    [InlineData("soon", null)]
    [InlineData("99999999999", null)]
    public async Task A_service_that_asks_to_wait_is_waited_for(string asked, int? seconds)
    {
        Hub.Answer = context =>
        {
            context.Response.Headers.RetryAfter = asked;
            return StandInEndpoint.Json(context, 429, "{}");
        };

        Assert.Equal(seconds, (int?)(await FailAsync()).RetryAfter?.TotalSeconds);
    }

    [Theory]
    [InlineData(400, ErrorCode.ModelFailed, false)]
    [InlineData(401, ErrorCode.ModelUnavailable, false)]
    [InlineData(402, ErrorCode.ModelUnavailable, false)]
    [InlineData(403, ErrorCode.ModelUnavailable, false)]
    [InlineData(404, ErrorCode.ModelUnavailable, false)]
    [InlineData(410, ErrorCode.ModelUnavailable, false)]
    [InlineData(413, ErrorCode.TooLarge, false)]
    [InlineData(429, ErrorCode.Overloaded, true)]
    [InlineData(500, ErrorCode.ModelFailed, true)]
    [InlineData(503, ErrorCode.ModelFailed, true)]
    [InlineData(504, ErrorCode.ModelFailed, true)]
    public async Task A_refusal_is_an_error_with_its_code_and_never_holds_the_token(int status, ErrorCode code, bool retryable)
    {
        Hub.Answer = context => StandInEndpoint.Json(
            context, status, $$"""{"error": ["Bad\u0000 header\u001b[2J\nBearer {{RemoteFixture.Token}} {{new string('x', 1000)}}"]}""");

        var error = await FailAsync();

        Assert.Equal((code, retryable), (error.Code, error.Retryable));
        Assert.True(error.Message.Length < 500);
        Assert.DoesNotContain(error.Message, char.IsControl);
        AssertNoToken(error);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refused_token_is_named_by_where_it_is_set(int status)
    {
        Hub.Answer = context => StandInEndpoint.Json(context, status, """{"error": "Invalid credentials"}""");

        Assert.Contains("HF_TOKEN", (await FailAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_is_in_no_log_down_to_the_finest()
    {
        Hub.Answer = context => StandInEndpoint.Json(context, 200, """[{"summary_text": "short"}]""");
        await _fixture.RunAsync(TaskTypes.Summarization, "text", "long");
        Hub.Answer = context => StandInEndpoint.Json(context, 401, "{}");
        await FailAsync();

        Assert.Contains(_fixture.Log.Lines, line => line.Contains("Authorization", StringComparison.Ordinal));
        Assert.DoesNotContain(_fixture.Log.Lines, line => line.Contains(RemoteFixture.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        Hub.Answer = context =>
        {
            context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };

        var error = await FailAsync();

        Assert.Equal((1, false), (Hub.Requests, error.Retryable));
        Assert.Contains("redirect", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TaskTypes.Summarization, "")]
    [InlineData(TaskTypes.Summarization, "[{\"summary_text\": \"cut")]
    [InlineData(TaskTypes.Summarization, "[]")]
    [InlineData(TaskTypes.Summarization, "{}")]
    [InlineData(TaskTypes.Summarization, "null")]
    [InlineData(TaskTypes.Summarization, "42")]
    [InlineData(TaskTypes.Summarization, "[[\"text\"]]")]
    [InlineData(TaskTypes.Summarization, "[{\"summary_text\": null}]")]
    [InlineData(TaskTypes.Summarization, "[{\"summary_text\": {}}]")]
    [InlineData(TaskTypes.Summarization, "[{\"summary_text\": \"\\ud800\"}]")]
    [InlineData(TaskTypes.TextClassification, "{\"label\": \"x\"}")]
    [InlineData(TaskTypes.TextClassification, "[{\"label\": \"x\"}]")]
    [InlineData(TaskTypes.TextClassification, "[{\"label\": \"x\", \"score\": \"high\"}]")]
    [InlineData(TaskTypes.TextClassification, "[{\"label\": \"x\", \"score\": 1e999}]")]
    [InlineData(TaskTypes.TextClassification, "[null]")]
    [InlineData(TaskTypes.TokenClassification, "[{\"entity\": \"x\", \"word\": \"y\", \"score\": 1, \"start\": 1e30, \"end\": 2}]")]
    [InlineData(TaskTypes.TextClassification, "[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]")]
    public async Task An_answer_that_makes_no_sense_fails_the_request(string taskType, string json)
    {
        Hub.Answer = context => StandInEndpoint.Json(context, 200, json);

        var error = (await _fixture.RunAsync(taskType, "text", "words")).Error!;

        Assert.Equal((ErrorCode.ModelFailed, false), (error.Code, error.Retryable));
    }

    [Theory]
    [InlineData("text/html", "<html>Log in</html>")]
    [InlineData("image/png", "<html>Log in</html>")]
    [InlineData("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("application/json", "{\"error\": \"no\"}")]
    public async Task An_answer_that_is_no_image_fails_a_request_for_one(string mediaType, string body)
    {
        Hub.Answer = context => StandInEndpoint.File(context, mediaType, Encoding.UTF8.GetBytes(body));

        var error = (await _fixture.RunAsync(TaskTypes.TextToImage, "text", "a cat")).Error!;

        Assert.Equal("The server answered with something that is no image; choose another model.", error.Message);
    }

    [Fact]
    public async Task An_answer_that_never_ends_is_too_large()
    {
        Hub.Answer = async context =>
        {
            context.Response.ContentType = "image/png";
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(new byte[10_000], context.RequestAborted);
        };

        var error = (await _fixture.RunAsync(TaskTypes.TextToImage, "text", "a cat")).Error!;

        Assert.Equal(ErrorCode.TooLarge, error.Code);
    }

    [Fact]
    public async Task A_refusal_that_never_ends_is_read_no_further_than_its_beginning()
    {
        Hub.Answer = async context =>
        {
            context.Response.StatusCode = 500;
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(new byte[10_000], context.RequestAborted);
        };

        Assert.Equal(ErrorCode.ModelFailed, (await FailAsync()).Code);
    }

    [Fact]
    public async Task An_input_above_the_limit_is_not_sent()
    {
        var error = (await _fixture.RunAsync(TaskTypes.ImageToText, "image", (byte[])[.. Png, .. new byte[10_000]])).Error!;

        Assert.Equal((ErrorCode.TooLarge, 0), (error.Code, Hub.Requests));
        Assert.Equal(ErrorCode.TooLarge, (await _fixture.RunAsync(TaskTypes.Summarization, "text", new string('x', 10_001))).Error!.Code);
        Assert.Equal(0, Hub.Requests);
    }

    [Fact]
    public async Task Cancelling_ends_a_slow_answer_and_the_connection()
    {
        using var cancellation = new CancellationTokenSource();
        var gone = new TaskCompletionSource();
        Hub.Answer = async context =>
        {
            context.RequestAborted.Register(gone.SetResult);
            await StallAsync(context);
        };
        var run = _fixture.RunAsync(TaskTypes.Summarization, cancellation.Token, ("text", "words"));
        await Stalled.Task;

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await gone.Task;
    }

    [Fact]
    public async Task An_answer_that_takes_longer_than_it_may_fails_and_may_be_tried_again()
    {
        Hub.Answer = StallAsync;
        var run = _fixture.RunAsync(TaskTypes.Summarization, "text", "words");
        await Stalled.Task;

        _fixture.Time.Advance(TimeSpan.FromSeconds(90));

        var error = (await run).Error!;
        Assert.Equal(
            (ErrorCode.ModelFailed, true, "owner/model gave no answer at Hugging Face within 90 seconds."),
            (error.Code, error.Retryable, error.Message));
    }

    [Fact]
    public async Task A_connection_that_breaks_off_may_be_tried_again()
    {
        Hub.Answer = async context =>
        {
            context.Response.ContentLength = 1000;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("[{\"summ");
            await context.Response.Body.FlushAsync();
            context.Abort();
        };

        var error = await FailAsync();

        Assert.Equal((ErrorCode.ModelFailed, true), (error.Code, error.Retryable));
    }

    [Fact]
    public async Task A_service_that_is_not_there_may_be_tried_again()
    {
        await Hub.DisposeAsync();

        var error = await FailAsync();

        Assert.Equal((ErrorCode.ModelFailed, true), (error.Code, error.Retryable));
        Assert.Contains("could not be reached", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_type_that_the_service_does_not_run_is_refused() =>
        Assert.Equal(ErrorCode.InvalidRequest, (await _fixture.RunAsync(TaskTypes.VideoToAudio, "video", "x")).Error!.Code);

    private TaskCompletionSource Stalled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static void AssertNoToken(JarvisError error) =>
        Assert.DoesNotContain(RemoteFixture.Token, error.Message, StringComparison.OrdinalIgnoreCase);

    private async Task<JarvisError> FailAsync() => (await _fixture.RunAsync(TaskTypes.Summarization, "text", "words")).Error!;

    private async Task StallAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("[");
        await context.Response.Body.FlushAsync();
        Stalled.SetResult();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }
}
