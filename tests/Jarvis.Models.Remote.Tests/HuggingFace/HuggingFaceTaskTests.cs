using System.Text;
using Jarvis.Errors;
using Jarvis.Planning;

namespace Jarvis.Models.Remote.HuggingFace;

public sealed class HuggingFaceTaskTests : IAsyncLifetime
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13];
    private static readonly byte[] Wav = [.. "RIFF"u8, 36, 0, 0, 0, .. "WAVEfmt "u8];

    private RemoteFixture _fixture = null!;

    private StandInEndpoint Hub => _fixture.Hub;

    public async Task InitializeAsync() => _fixture = await RemoteFixture.StartAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Theory]
    [InlineData("2.5", 2.5)]
    [InlineData("-1", null)]
    [InlineData("NaN", null)]
    [InlineData("long", null)]
    public async Task How_long_the_device_worked_is_what_the_service_says_where_that_can_be(string said, double? seconds)
    {
        Hub.Answer = context =>
        {
            context.Response.Headers["x-compute-time"] = said;
            return StandInEndpoint.Json(context, 200, """[{"summary_text": "short"}]""");
        };

        var used = (await _fixture.RunAsync(TaskTypes.Summarization, "text", "words")).Used;

        Assert.Equal(seconds, used.TryGetValue(PriceUnit.DeviceSecond, out var known) ? known : null);
    }

    [Theory]
    [InlineData("""[0.75]""", """{"score":0.75}""")]
    [InlineData("""[1, 2]""", """{"score":1}""")]
    public async Task Two_texts_are_compared(string json, string expected)
    {
        Hub.Answer = context => StandInEndpoint.Json(context, 200, json);

        var outcome = await _fixture.RunAsync(TaskTypes.SentenceSimilarity, default, ("text1", "a cat"), ("text2", "a dog"));

        Assert.Equal(expected, RemoteFixture.Text(outcome, "score"));
        Assert.Equal("""{"inputs":{"source_sentence":"a cat","sentences":["a dog"]}}""", Encoding.UTF8.GetString(Hub.Body.Span));
    }

    [Fact]
    public async Task A_table_is_sent_by_columns_with_every_cell_as_text()
    {
        Hub.Answer = context => StandInEndpoint.Json(context, 200, """{"answer": "Ada", "cells": ["Ada"]}""");

        var outcome = await _fixture.RunAsync(
            TaskTypes.TableQuestionAnswering, default, ("question", "Who?"), ("table", """[{"name":"Ada","age":36},{"name":null,"born":1906}]"""));

        Assert.Equal("Ada", RemoteFixture.Text(outcome, "text"));
        Assert.Equal(
            """{"inputs":{"query":"Who?","table":{"name":["Ada",""],"age":["36",""],"born":["","1906"]}}}""",
            Encoding.UTF8.GetString(Hub.Body.Span));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("[1, 2]")]
    public async Task What_is_no_table_is_not_sent(string table)
    {
        var error = (await _fixture.RunAsync(TaskTypes.TabularClassification, "table", table)).Error!;

        Assert.Equal((ErrorCode.InvalidRequest, 0), (error.Code, Hub.Requests));
    }

    [Fact]
    public async Task A_table_with_more_cells_than_are_sent_is_too_large()
    {
        var row = "{" + string.Join(',', Enumerable.Range(0, 100).Select(column => $"\"{column}\":1")) + "}";
        var table = $"[{row}{string.Concat(Enumerable.Repeat(",{}", 9000))}]";

        Assert.Equal(ErrorCode.TooLarge, (await _fixture.RunAsync(TaskTypes.TabularClassification, "table", table)).Error!.Code);
    }

    [Fact]
    public async Task Each_row_of_a_table_gets_its_label()
    {
        Hub.Answer = context => StandInEndpoint.Json(context, 200, """["good", 1]""");

        var outcome = await _fixture.RunAsync(TaskTypes.TabularClassification, "table", """[{"a":1},{"a":2}]""");

        Assert.Equal("""[{"row":0,"label":"good"},{"row":1,"label":"1"}]""", RemoteFixture.Text(outcome, "labels"));
    }

    [Fact]
    public async Task Segments_come_with_the_mask_of_the_surest()
    {
        byte[] surest = [.. Png, 1];
        Hub.Answer = context => StandInEndpoint.Json(
            context,
            200,
            $$"""[{"label":"sky","score":0.2,"mask":"{{Convert.ToBase64String(Png)}}"},{"label":"cat","score":0.9,"mask":"{{Convert.ToBase64String(surest)}}"}]""");

        var outcome = await _fixture.RunAsync(TaskTypes.ImageSegmentation, "image", Png);

        Assert.Equal("""[{"label":"sky","score":0.2},{"label":"cat","score":0.9}]""", RemoteFixture.Text(outcome, "segments"));
        Assert.Equal(surest, RemoteFixture.Bytes(Assert.Single(outcome.Outputs, output => output.Port == "image")));
    }

    [Theory]
    [InlineData(TaskTypes.DepthEstimation, "image", "depth")]
    [InlineData(TaskTypes.AudioToAudio, "audio", "blob")]
    public async Task A_file_in_the_answer_is_taken_out_of_it(string taskType, string port, string property)
    {
        var bytes = port == "image" ? Png : Wav;
        Hub.Answer = context => StandInEndpoint.Json(context, 200, $$"""[{"{{property}}":"{{Convert.ToBase64String(bytes)}}"}]""");

        var outcome = await _fixture.RunAsync(taskType, port, bytes);

        Assert.Equal(bytes, RemoteFixture.Bytes(Assert.Single(outcome.Outputs, output => output.Port == port)));
    }

    [Theory]
    [InlineData(TaskTypes.DepthEstimation, "image", "[]")]
    [InlineData(TaskTypes.DepthEstimation, "image", """{"depth":"PHN2Zz4="}""")]
    [InlineData(TaskTypes.DepthEstimation, "image", """{"depth":"%%"}""")]
    [InlineData(TaskTypes.AudioToAudio, "audio", """[{"blob":7}]""")]
    [InlineData(TaskTypes.ImageSegmentation, "image", "[]")]
    [InlineData(TaskTypes.ImageSegmentation, "image", """[{"label":"cat"}]""")]
    public async Task A_file_that_is_none_fails_the_request(string taskType, string port, string json)
    {
        Hub.Answer = context => StandInEndpoint.Json(context, 200, json);

        var error = (await _fixture.RunAsync(taskType, port, port == "image" ? Png : Wav)).Error!;

        Assert.Equal((ErrorCode.ModelFailed, false), (error.Code, error.Retryable));
    }
}
