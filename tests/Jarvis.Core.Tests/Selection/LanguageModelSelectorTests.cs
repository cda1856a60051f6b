using System.Collections.Immutable;
using Jarvis.Core.Tests.Models.LanguageModel;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Selection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Core.Tests.Selection;

public sealed class LanguageModelSelectorTests
{
    private static readonly LanguageModelSelectorOptions Options = new();

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Only_models_within_the_margin_are_asked_about_and_the_choice_comes_first_with_both_reasons()
    {
        using var chat = new ScriptedChat(Choose((1, "b", "better at poems")));

        // 0.35 × quality apart: a and b 0.0175, a and c 0.105.
        var selection = await DecideAsync(Selector(chat), Request(("a", 0.8), ("b", 0.75), ("c", 0.5)));

        Assert.Equal(["b", "a", "c"], selection.Ranked.Select(model => model.Model.Value));
        Assert.Contains("quality 0.75", selection.Ranked[0].Reason, StringComparison.Ordinal);
        Assert.Contains("better at poems", selection.Ranked[0].Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("- c:", chat.User(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clear_winner_and_a_single_model_and_none_need_no_call()
    {
        using var chat = new ScriptedChat(Array.Empty<string>());
        var selector = Selector(chat);

        Assert.Equal("a", (await selector.SelectAsync(Request(("a", 0.8), ("b", 0.5)), default)).Ranked[0].Model.Value);
        Assert.Equal("a", (await selector.SelectAsync(Request(("a", 0.8)), default)).Ranked[0].Model.Value);
        Assert.NotNull((await selector.SelectAsync(Request(), default)).Error);
        Assert.Empty(chat.Calls);
    }

    [Fact]
    public async Task No_more_than_five_are_asked_about()
    {
        using var chat = new ScriptedChat(Choose((1, "m5", "last")));

        await DecideAsync(Selector(chat), Request([.. Enumerable.Range(0, 9).Select(i => ($"m{i}", 0.5))]));

        Assert.Contains("- m4:", chat.User(), StringComparison.Ordinal);
        Assert.DoesNotContain("- m5:", chat.User(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ties_of_one_moment_are_one_call_and_a_later_one_is_another()
    {
        using var chat = new ScriptedChat(Choose((1, "b", "x"), (2, "d", "y"), (3, "e", "z")), Choose((1, "h", "w")));
        var selector = Selector(chat);

        var first = selector.SelectAsync(Request(("a", 0.5), ("b", 0.5)), default).AsTask();
        _time.Advance(Options.Window / 2);
        var second = selector.SelectAsync(Request(("c", 0.5), ("d", 0.5)), default).AsTask();
        var third = selector.SelectAsync(Request(("e", 0.5), ("f", 0.5)), default).AsTask();
        Assert.Empty(chat.Calls);
        _time.Advance(Options.Window);
        string[] chosen = [.. (await Task.WhenAll(first, second, third)).Select(selection => selection.Ranked[0].Model.Value)];
        var later = await DecideAsync(selector, Request(("g", 0.5), ("h", 0.5)));

        Assert.Equal(["b", "d", "e"], chosen);
        Assert.Equal("h", later.Ranked[0].Model.Value);
        Assert.Equal(2, chat.Calls.Count);
    }

    [Theory]
    [InlineData("I would take b.")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":[{"tie":1,"model":"pwned","reason":"x"},{"tie":2,"model":"b","reason":"x"},{"tie":0,"model":"b"},{"tie":"1","model":"b"}]}""")]
    [InlineData("""{"choices":[{"tie":1,"model":7}]}""")]
    [InlineData("""{"choices":[{"tie":1,"model":"\ud800"}]}""")]
    [InlineData("")]
    public async Task An_answer_that_chooses_nothing_leaves_the_order_as_it_is(string answer)
    {
        using var chat = new ScriptedChat(answer);

        var selection = await DecideAsync(Selector(chat), Request(("a", 0.5), ("b", 0.5)));

        Assert.Equal(["a", "b"], selection.Ranked.Select(model => model.Model.Value));
        Assert.DoesNotContain("choice", selection.Ranked[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_fails_or_takes_too_long_leaves_the_order_as_it_is()
    {
        using var broken = new ScriptedChat(_ => throw new HttpRequestException("no"));
        using var slow = new ScriptedChat(_ => new ScriptedReply("x") { Before = _ => new TaskCompletionSource().Task });

        Assert.Equal("a", (await DecideAsync(Selector(broken), Request(("a", 0.5), ("b", 0.5)))).Ranked[0].Model.Value);

        var waiting = DecideAsync(Selector(slow), Request(("a", 0.5), ("b", 0.5)));
        await slow.Asked;
        _time.Advance(Options.Timeout);
        Assert.Equal("a", (await waiting).Ranked[0].Model.Value);
    }

    [Fact]
    public async Task One_who_stops_waiting_leaves_the_others_their_choice_and_the_last_one_ends_the_call()
    {
        var ended = new TaskCompletionSource();
        using var chat = new ScriptedChat(_ => new ScriptedReply("x")
        {
            Before = cancel =>
            {
                cancel.Register(ended.SetResult);
                return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
            },
        });
        using var one = new CancellationTokenSource();
        using var other = new CancellationTokenSource();
        var selector = Selector(chat);
        var first = selector.SelectAsync(Request(("a", 0.5), ("b", 0.5)), one.Token).AsTask();
        var second = selector.SelectAsync(Request(("c", 0.5), ("d", 0.5)), other.Token).AsTask();
        _time.Advance(Options.Window);
        await chat.Asked;

        await one.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(ended.Task.IsCompleted);
        await other.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await ended.Task;
    }

    [Fact]
    public async Task Words_of_users_and_of_catalogs_are_no_instructions_in_the_prompt()
    {
        using var chat = new ScriptedChat(Choose((1, "a", "line one\nline two " + new string('x', 500))));
        var request = Request(("a", 0.5), ("b", 0.5)) with
        {
            Options = ImmutableDictionary<string, string>.Empty.Add("labels", "the secret of another tenant").Add("target", "es"),
        };

        var selection = await DecideAsync(Selector(chat), request);

        Assert.DoesNotContain("secret", chat.User(), StringComparison.Ordinal);
        Assert.Contains("target=es", chat.User(), StringComparison.Ordinal);
        LanguageModelRunnerTests.AssertInside(chat.User(), "- a: does it");
        Assert.DoesNotContain("\n", selection.Ranked[0].Reason, StringComparison.Ordinal);
        Assert.True(selection.Ranked[0].Reason.Length < 500);
    }

    private async Task<ModelSelection> DecideAsync(LanguageModelSelector selector, SelectionRequest request)
    {
        var selecting = selector.SelectAsync(request, default).AsTask();
        _time.Advance(Options.Window);
        return await selecting;
    }

    private LanguageModelSelector Selector(ScriptedChat chat) =>
        new(chat, new ScoreSelector(), Options, _time, NullLogger<LanguageModelSelector>.Instance);

    private static string Choose(params (int Tie, string Model, string Reason)[] choices) => System.Text.Json.JsonSerializer.Serialize(
        new { choices = choices.Select(choice => new { tie = choice.Tie, model = choice.Model, reason = choice.Reason }) });

    private static SelectionRequest Request(params (string Id, double Quality)[] models) => new(
        TaskTypes.TextGeneration,
        ImmutableDictionary<string, string>.Empty,
        [.. models.Select(model => new ModelCandidate(
            new ModelStatus(new ModelCard(new ModelId(model.Id), "r", [TaskTypes.TextGeneration], "does it") { Quality = model.Quality }, DeviceId.Cpu),
            ModelMeasurement.None))]);
}
