using System.Collections.Immutable;
using Jarvis.Core.Tests.Models.LanguageModel;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Selection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Core.Tests.Selection;

/// <summary>Who pays for a choice that is made for several turns at once.</summary>
public sealed class SharedChoiceTests
{
    private const string All = """{"choices":[{"tie":1,"model":"b","reason":"x"},{"tie":2,"model":"b","reason":"x"},{"tie":3,"model":"b","reason":"x"}]}""";

    private static readonly ConversationId Conversation = ConversationId.Parse("local/c");

    private readonly FakeTimeProvider _time = new();
    private readonly LanguageModelMeters _meters = new(Options.Create(new LanguageModelOptions { MaxTokensPerTurn = 10_000 }));

    [Fact]
    public async Task A_call_is_shared_out_among_its_turns_by_their_ties()
    {
        using var chat = new ScriptedChat(All);

        var selections = await ChooseAsync(chat, Request(1), Request(2), Request(1));

        Assert.All(selections, selection => Assert.Equal("b", selection.Ranked[0].Model.Value));
        var (one, two) = (_meters.Of(Conversation.Turn(1)).Total, _meters.Of(Conversation.Turn(2)).Total);
        Assert.Equal((1, 1), (one.Calls, two.Calls));
        Assert.InRange(one.Tokens, (2 * two.Tokens) - 2, (2 * two.Tokens) + 2);
        // What each task is told adds up to what its turn has paid, and the turn was in one call.
        Assert.Equal(one, selections[0].Used! + selections[2].Used!);
        Assert.Equal(two, selections[1].Used);
        Assert.True(two.Tokens > 0);
    }

    [Fact]
    public async Task A_turn_that_cannot_pay_its_share_is_left_out_and_the_others_are_asked_about()
    {
        using var chat = new ScriptedChat(All);
        _meters.Of(Conversation.Turn(2), new LanguageModelUsage(1, 9_999, 0, 0, TimeSpan.Zero), null);

        var selections = await ChooseAsync(chat, Request(1), Request(2), Request(3));

        Assert.Equal(["b", "a", "b"], selections.Select(selection => selection.Ranked[0].Model.Value));
        Assert.Equal((true, false), (selections[0].Used is not null, selections[1].Used is not null));
        Assert.Equal(0, _meters.Of(Conversation.Turn(2)).Total.Calls);
        Assert.Single(chat.Calls);
        Assert.DoesNotContain("3. ", chat.User(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_can_pay_nobody_is_asked()
    {
        using var chat = new ScriptedChat(All);
        var spent = new LanguageModelUsage(1, 9_999, 0, 0, TimeSpan.Zero);

        var selections = await ChooseAsync(chat, Request(1) with { Spent = spent }, Request(2) with { Spent = spent });

        Assert.All(selections, selection => Assert.Equal(("a", null), (selection.Ranked[0].Model.Value, selection.Used)));
        Assert.Empty(chat.Calls);
    }

    [Fact]
    public async Task A_call_that_failed_is_told_too()
    {
        using var chat = new ScriptedChat("I would take b.");

        var selection = Assert.Single(await ChooseAsync(chat, Request(1)));

        Assert.Equal("a", selection.Ranked[0].Model.Value);
        Assert.Equal(_meters.Of(Conversation.Turn(1)).Total, selection.Used);
    }

    private async Task<ModelSelection[]> ChooseAsync(ScriptedChat chat, params SelectionRequest[] requests)
    {
        using var metered = new MeteredChatClient(chat, LanguageModelRole.Choosing, default, 4096, _time);
        var options = new LanguageModelSelectorOptions();
        var selector = new LanguageModelSelector(
            metered, new ScoreSelector(), options, _time, NullLogger<LanguageModelSelector>.Instance, _meters);
        var selecting = requests.Select(request => selector.SelectAsync(request, default).AsTask()).ToList();
        _time.Advance(options.Window);
        return await Task.WhenAll(selecting);
    }

    private static SelectionRequest Request(int turn) => new(
        TaskTypes.TextGeneration,
        ImmutableDictionary<string, string>.Empty,
        [.. ((string[])["a", "b"]).Select(model => new ModelCandidate(
            new ModelStatus(new ModelCard(new ModelId(model), "r", [TaskTypes.TextGeneration], "does it") { Quality = 0.5 }, DeviceId.Cpu),
            ModelMeasurement.None))])
    {
        Turn = Conversation.Turn(turn),
    };
}
