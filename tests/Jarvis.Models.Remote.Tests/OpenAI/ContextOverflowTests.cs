using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Jarvis.Conformance.LanguageModels;
using Jarvis.Errors;
using Jarvis.LanguageModels;
using Jarvis.Planning;

namespace Jarvis.Models.Remote.OpenAI;

/// <summary>Servers whose model takes less than is configured: the prompt is shortened once, and what matters most stays in it.</summary>
public sealed class ContextOverflowTests
{
    private const string Plan = """{"tasks":[{"task":"image-to-text","id":0,"dep":[],"args":{"image":"<resource>-0"}}],"answer":""}""";

    public static TheoryData<string, StandInReply, int?> Servers => new()
    {
        { "OpenAI", StandInReply.ContextOverflow(4096), 4096 },
        { "OpenAI, newer", Raw("Input tokens exceed the configured limit of 4096 tokens. Your messages resulted in 9000 tokens.", "context_length_exceeded"), 4096 },
        { "vLLM before 0.10", new("", 400) { RawError = """{"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 9000 tokens.","type":"BadRequestError","param":null,"code":400}""" }, 4096 },
        { "vLLM", Raw("You passed 9000 input tokens and requested 10 output tokens. However, the model's context length is only 4096 tokens.", "BadRequestError"), 4096 },
        { "vLLM, another", Raw("The decoder prompt (length 9000) is longer than the maximum model length of 4096.", "BadRequestError"), 4096 },
        { "vLLM, vision", Raw("The prompt (total length 25938) is too long to fit into the model (context length 4096).", "BadRequestError"), 4096 },
        { "llama.cpp", new("", 400) { RawError = """{"error":{"code":400,"message":"the request exceeds the available context size, try increasing it","type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":4096}}""" }, 4096 },
        { "llama.cpp, older", new("", 500) { RawError = """{"error":{"code":500,"message":"the request exceeds the available context size. try increasing the context size or enable context shift","type":"server_error"}}""" }, null },
        { "Ollama", Raw("the input length exceeds the context length", "api_error"), null },
        { "Text Generation Inference", new("", 422) { RawError = """{"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 9000","error_type":"validation"}""" }, 4096 },
        { "Mistral", Raw("Prompt contains 9000 tokens, too large for model with 4,096 maximum context length", "invalid_request_error"), null },
    };

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Every_servers_words_for_it_are_understood(string server, StandInReply reply, int? tokens)
    {
        await using var fixture = await LanguageModelFixture.StartAsync(reply);

        var error = await Assert.ThrowsAsync<JarvisException>(() => fixture.Model.GetResponseAsync([new(Microsoft.Extensions.AI.ChatRole.User, "x")]));

        Assert.Equal((server, LanguageModelFault.ContextOverflow), (server, LanguageModelException.FaultOf(error)));
        Assert.Equal(tokens, ((LanguageModelException)error.InnerException!).ContextTokens);
        Assert.Equal(ErrorCode.TooLarge, error.Code);
        Assert.Single(fixture.Server.Requests);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_plan_is_asked_for_again_with_a_shorter_prompt(string server, StandInReply reply, int? tokens)
    {
        await using var fixture = await LanguageModelFixture.StartAsync(reply, new StandInReply(Plan));

        var (tasks, rest) = await Turns.PlanAsync(fixture, WithHistory());

        Assert.Equal((server, "0 image-to-text", ""), (server, tasks, rest));
        var (first, second) = (fixture.Server.Requests[0], fixture.Server.Requests[1]);
        Assert.True(TokenEstimate.Of(second.Prompt) + (int)second.Body["max_completion_tokens"]! <= (tokens ?? 16_384 / 2) + 100);
        Assert.True(second.Prompt.Length < first.Prompt.Length);
        Assert.Contains("in Spanish?", second.Prompt, StringComparison.Ordinal);
        Assert.Contains("turn 120:", second.Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("turn 1:", second.Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_said_that_it_takes_is_remembered()
    {
        await using var fixture = await LanguageModelFixture.StartAsync(StandInReply.ContextOverflow(4096), new(Plan), new(Plan));

        await Turns.PlanAsync(fixture, WithHistory());
        var (tasks, _) = await Turns.PlanAsync(fixture, WithHistory());

        Assert.Equal("0 image-to-text", tasks);
        Assert.Equal(3, fixture.Server.Requests.Count);
    }

    [Fact]
    public async Task History_goes_before_examples_and_examples_before_the_request()
    {
        await using var fixture = await LanguageModelFixture.StartAsync(StandInReply.ContextOverflow(3000), new(Plan), StandInReply.ContextOverflow(1200), new(Plan));

        await Turns.PlanAsync(fixture, WithHistory());
        await Turns.PlanAsync(fixture, WithHistory());

        var prompts = fixture.Server.Requests.Select(request => request.Prompt).ToList();
        Assert.Equal(Count(prompts[0], "Example request"), Count(prompts[1], "Example request"));
        Assert.True(Count(prompts[1], "\nturn ") < Count(prompts[0], "\nturn "));
        Assert.True(Count(prompts[3], "Example request") < Count(prompts[1], "Example request"));
        Assert.Contains("in Spanish?", prompts[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_twice_leaves_planning_to_the_offline_planner()
    {
        await using var fixture = await LanguageModelFixture.StartAsync(StandInReply.ContextOverflow(), StandInReply.ContextOverflow());

        var (tasks, rest) = await Turns.PlanAsync(fixture, Turns.Planning());

        Assert.StartsWith("0 image-to-text", tasks, StringComparison.Ordinal);
        Assert.Contains("has a smaller context than was used", rest, StringComparison.Ordinal);
        Assert.Equal(2, fixture.Server.Requests.Count);
    }

    [Fact]
    public async Task An_answer_is_asked_for_again_with_less_of_the_results()
    {
        await using var fixture = await LanguageModelFixture.StartAsync(StandInReply.ContextOverflow(3000), new StandInReply("It is long."));
        var pages = Enumerable.Range(0, 6).Select(_ => Turns.Read(Turns.Text(string.Concat(Enumerable.Repeat("many words ", 1000))))).ToImmutableArray();

        Assert.Equal("It is long.", await Turns.AnswerAsync(fixture, Turns.Answering(pages)));
        var (first, second) = (fixture.Server.Requests[0], fixture.Server.Requests[1]);
        Assert.InRange(TokenEstimate.Of(second.Prompt) + (int)second.Body["max_completion_tokens"]!, 1500, 3000);
        Assert.True(TokenEstimate.Of(first.Prompt) > 3000);
        Assert.Contains("many words", second.Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_task_says_that_its_text_is_to_be_split_and_is_not_tried_again()
    {
        await using var fixture = await LanguageModelFixture.StartAsync(StandInReply.ContextOverflow());
        var card = (await fixture.Get<IModelCatalog>().ListAsync(default)).Single().Card;
        var request = new ModelRequest(TaskTypes.Summarization, "unused")
        {
            Inputs = ImmutableDictionary<string, ImmutableArray<ModelInput>>.Empty.Add("text", [new ModelInput("Long words.")]),
        };

        var outcome = (await fixture.Get<IEnumerable<IModelRunner>>().Single(runner => runner.Name == card.Runner).RunAsync(card, [request], default)).Single();

        Assert.Equal((ErrorCode.TooLarge, false), (outcome.Error!.Code, outcome.Error.Retryable));
        Assert.Contains("split it", outcome.Error.Message, StringComparison.Ordinal);
        Assert.Single(fixture.Server.Requests);
    }

    private static PlanningRequest WithHistory() => Turns.Planning() with
    {
        History = [.. Enumerable.Range(1, 120).Select(n => new PastTurn(n, $"Request {n} {new string('x', 900)}", new string('y', 900), []))],
    };

    private static int Count(string text, string words) => text.Split(words).Length - 1;

    private static StandInReply Raw(string message, string type) => new("", 400)
    {
        RawError = new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["code"] = null } }.ToJsonString(),
    };
}
