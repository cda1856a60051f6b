using System.Text.Json;
using Jarvis.Conformance.LanguageModels;
using Jarvis.Errors;
using Jarvis.LanguageModels;
using Microsoft.Extensions.AI;

namespace Jarvis.Models.Remote.OpenAI;

public sealed class LanguageModelTests
{
    private const string Words = "Voilà: {\"a\": [1, \"ü\"]} 🎉 done";

    [Fact]
    public async Task A_whole_answer_is_read_with_what_the_server_counted()
    {
        await using var fixture = await LanguageModelFixture.StartAsync(new StandInReply(Words) { Usage = (7, 3) });

        var response = await fixture.Model.GetResponseAsync("Hello?");

        Assert.Equal(Words, response.Text);
        Assert.Equal((7, 3), (response.Usage?.InputTokenCount, response.Usage?.OutputTokenCount));
        var request = Assert.Single(fixture.Server.Requests);
        Assert.Equal(("/v1/chat/completions", "small-model", LanguageModelFixture.Key), (request.Path, request.Model, request.Key));
        Assert.Equal("Hello?", request.Prompt);
    }

    [Fact]
    public async Task A_stream_says_the_same_wherever_it_is_cut()
    {
        await using var fixture = await LanguageModelFixture.StartAsync([.. StandInReply.CutEverywhere(Words), StandInReply.LetterByLetter(Words)]);
        fixture.Server.Says(Enumerable.Range(1, 40).Select(bytes => StandInReply.LetterByLetter("aü🎉") with { BytesAFlush = bytes }).ToArray());

        for (var cut = 1; cut <= Words.Length; cut++)
            Assert.Equal(Words, await StreamAsync(fixture.Model));

        for (var bytes = 1; bytes <= 40; bytes++)
            Assert.Equal("aü🎉", await StreamAsync(fixture.Model));
    }

    [Fact]
    public async Task A_piece_is_given_on_before_the_next_is_written()
    {
        var next = new TaskCompletionSource();
        await using var fixture = await LanguageModelFixture.StartAsync(
            new StandInReply("ab") { Cuts = [1], Before = (delta, _) => delta == 0 ? Task.CompletedTask : next.Task });

        var read = "";
        await foreach (var update in fixture.Model.GetStreamingResponseAsync("go"))
        {
            read += update.Text;
            if (read == "a")
                next.TrySetResult();
        }

        Assert.Equal("ab", read);
    }

    [Fact]
    public async Task Each_role_asks_its_own_model()
    {
        await using var fixture = await LanguageModelFixture.StartAsync(options => options.Answering.Model = "large-model", new("a"), new("b"));

        await fixture.For(LanguageModelRole.Answering).GetResponseAsync("x");
        await fixture.For(LanguageModelRole.Choosing).GetResponseAsync("x");

        Assert.Equal(["large-model", "small-model"], fixture.Server.Requests.Select(request => request.Model));
        Assert.Equal("language model large-model", fixture.For(LanguageModelRole.Answering).DisplayName());
    }

    [Fact]
    public async Task A_schema_is_sent_where_the_server_takes_it()
    {
        await using var fixture = await LanguageModelFixture.StartAsync(new StandInReply("{}"));

        await fixture.Model.GetResponseAsync("x", WithSchema());

        Assert.Equal("json_schema", Assert.Single(fixture.Server.Requests).Format);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_refuses_a_schema_is_asked_more_plainly_and_that_is_remembered(bool streams)
    {
        await using var fixture = await LanguageModelFixture.StartAsync(new StandInReply("{}"), new StandInReply("{}"));
        fixture.Server.TakesJsonSchema = fixture.Server.TakesJsonMode = false;

        for (var turn = 0; turn < 2; turn++)
            Assert.Equal("{}", streams ? await StreamAsync(fixture.Model, WithSchema()) : (await fixture.Model.GetResponseAsync("x", WithSchema())).Text);

        Assert.Equal(["json_schema", "json_object", null, null], fixture.Server.Requests.Select(request => request.Format));
    }

    [Fact]
    public async Task What_a_turn_uses_is_counted_by_role_and_the_meter_is_not_sent()
    {
        await using var fixture = await LanguageModelFixture.StartAsync(
            options => (options.InputPrice, options.Answering.OutputPrice) = (2, 10),
            new("a") { Usage = (1000, 500) },
            new("b") { Usage = (3000, 100) });
        var meter = new LanguageModelMeter(LanguageModelLimits.None);

        await fixture.Model.GetResponseAsync("x", new ChatOptions().MeteredBy(meter));
        await StreamAsync(fixture.For(LanguageModelRole.Answering), new ChatOptions().MeteredBy(meter));

        var planning = meter.Used[LanguageModelRole.Planning];
        Assert.Equal((1, 1000, 500, 0.002m), (planning.Calls, planning.InputTokens, planning.OutputTokens, planning.Cost));
        Assert.Equal(0.007m, meter.Used[LanguageModelRole.Answering].Cost);
        Assert.Equal((2, 4600), (meter.Total.Calls, meter.Total.Tokens));
        Assert.All(fixture.Server.Requests, request => Assert.DoesNotContain("meter", request.Body.ToJsonString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_that_could_break_the_limit_is_not_made()
    {
        await using var fixture = await LanguageModelFixture.StartAsync(
            options => options.MaxOutputTokens = 100, new("a") { Usage = (300, 100) }, new("b"));
        var meter = new LanguageModelMeter(new(500));

        await fixture.Model.GetResponseAsync("x", new ChatOptions().MeteredBy(meter));
        var refused = await Assert.ThrowsAsync<JarvisException>(() => fixture.Model.GetResponseAsync("x", new ChatOptions().MeteredBy(meter)));

        Assert.Equal(ErrorCode.QuotaExceeded, refused.Code);
        Assert.Contains("Jarvis:LanguageModel:MaxTokensPerTurn", refused.Message, StringComparison.Ordinal);
        Assert.Equal(100, (int?)Assert.Single(fixture.Server.Requests).Body["max_completion_tokens"]);
    }

    private static async Task<string> StreamAsync(IChatClient model, ChatOptions? options = null) =>
        string.Concat((await model.GetStreamingResponseAsync("go", options).ToListAsync()).Select(update => update.Text));

    private static ChatOptions WithSchema() => new()
    {
        ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"object"}"""), "plan"),
    };
}
