using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.LanguageModels;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.State;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Conformance.Hosts;

/// <summary>What turns use is counted by stage, and what a turn or a tenant may use is kept.</summary>
public abstract class HostUsageSpec : HostSpec
{
    // One task that two models do alike, and one that only the language model does.
    private const string Plan =
        """{"tasks":[{"id":0,"task":"text-to-speech","args":{"text":"hello"}},{"id":1,"task":"summarization","args":{"text":"A long story."}}],"answer":""}""";

    private const string Choice = """{"choices":[{"tie":1,"model":"b","reason":"clearer"}]}""";

    private static readonly ModelCard Voice = ListedModels.Card("a", TaskTypes.TextToSpeech) with { Quality = 0.5, PricePerCall = 0.25m };

    private readonly IStateStore _store = new InMemoryStateStore();
    private readonly ScriptedLanguageModel _planner = new(Plan);
    private readonly ScriptedLanguageModel _answerer = new("Here it is.");

    [Fact]
    public async Task A_turn_tells_what_each_stage_used_and_its_summary_and_conversation_do_too()
    {
        await using var host = await StartAsync(Setup());

        var events = await AskAsync(host);
        var usage = Assert.Single(events.OfType<UsageReported>()).Usage;

        Assert.Equal(TurnStatus.Answered, End(events).Status);
        Assert.All(
            (LanguageModelUsage[])[usage.Planning, usage.Choosing, usage.Tasks, usage.Answering],
            stage => Assert.Equal((1, 100, 20, 0.00014m), (stage.Calls, stage.InputTokens, stage.OutputTokens, stage.Cost)));
        Assert.Equal((2, 0.25m), (usage.Models.Calls, usage.Models.Cost));
        Assert.Equal((4, 480, 0.25056m), (usage.LanguageModels.Calls, usage.LanguageModels.Tokens, usage.Cost));
        Assert.Equal(1, Assert.Single(events.OfType<ModelChosen>(), chosen => chosen.Used?.Choosing.Calls > 0).Used!.Choosing.Calls);

        await AskAsync(host);
        var snapshot = await host.Jarvis.GetAsync(Conversation, default);
        Assert.Equal(usage, snapshot.Turns[0].Usage);
        Assert.InRange(snapshot.Usage.LanguageModels.Calls, 7, 8);
        Assert.Equal(snapshot.Usage, snapshot.Turns[0].Usage + snapshot.Turns[1].Usage);
    }

    [Fact]
    public async Task A_cancelled_turn_tells_what_it_had_used()
    {
        var asked = new TaskCompletionSource();
        var waiting = new ScriptedLanguageModel(async (_, cancellationToken) =>
        {
            asked.TrySetResult();
            await Forever.Async(cancellationToken);
            return "";
        });
        await using var host = await StartAsync(Setup(text: waiting));

        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        await asked.Task.WaitAsync(Patience);
        await host.Jarvis.CancelAsync(receipt.Turn, default);
        var events = await ReadAsync(host, receipt);

        Assert.Equal(TurnStatus.Cancelled, End(events).Status);
        Assert.Equal(1, events.OfType<UsageReported>().Single().Usage.Planning.Calls);
    }

    [Fact]
    public async Task What_a_task_used_in_vain_is_counted()
    {
        // It wants text to sum up; an answer of nothing cannot be used, twice.
        await using var host = await StartAsync(Setup(text: new ScriptedLanguageModel(" ")));

        var events = await AskAsync(host);

        var failed = Assert.Single(events.OfType<TaskFailed>());
        Assert.Equal(2, failed.Used!.Work.Calls);
        Assert.Equal(240, events.OfType<UsageReported>().Single().Usage.Tasks.Tokens);
    }

    [Fact]
    public async Task A_tenant_that_has_used_its_day_up_is_served_without_language_models_until_the_next()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));
        var setup = Setup() with
        {
            Time = time,
            Tenants = options => options.MaxTokensPerDay = 6_000,
            LanguageModel = options => options.MaxOutputTokens = 1_000,
        };
        // Whoever chooses waits a moment for others to choose with.
        setup = setup with { LanguageModels = setup.LanguageModels.Remove(LanguageModelRole.Choosing) };
        await using (var host = await StartAsync(setup))
        {
            for (var turn = 0; turn < 20; turn++)
            {
                await AskAsync(host, new TurnRequest("say hello"));
            }
        }

        // A process that ends and another that starts share the day.
        await using var next = await StartAsync(setup);
        var before = _planner.Calls;
        var events = await AskAsync(next, new TurnRequest("say \"hello\" aloud"));

        Assert.InRange(before, 1, 19);
        Assert.Equal(before, _planner.Calls);
        var note = Assert.Single(events.OfType<PlanFinished>()).Notes.First(text => text.Contains("Jarvis:Tenants", StringComparison.Ordinal));
        Assert.Contains("2026-03-05 00:00 UTC", note, StringComparison.Ordinal);
        Assert.Equal(0, events.OfType<UsageReported>().SingleOrDefault()?.Usage.LanguageModels.Calls ?? 0);

        var receipt = await next.Jarvis.SubmitAsync(new(new TenantId("other"), "c"), new TurnRequest("say hello"), default);
        Assert.Equal(1, (await ReadAsync(next, receipt)).OfType<UsageReported>().Single().Usage.Planning.Calls);

        time.Advance(TimeSpan.FromHours(12));
        Assert.Equal(1, (await AskAsync(next)).OfType<UsageReported>().Single().Usage.Planning.Calls);
    }

    [Fact]
    public async Task What_conversations_have_used_is_kept_over_a_restart()
    {
        TurnUsage before;
        await using (var host = await StartAsync(Setup()))
        {
            await AskAsync(host);
            before = (await host.Jarvis.GetAsync(Conversation, default)).Usage;
        }

        await using var next = await StartAsync(Setup());

        Assert.NotEqual(TurnUsage.None, before);
        Assert.Equal(before, (await next.Jarvis.GetAsync(Conversation, default)).Usage);
    }

    private HostSetup Setup(ScriptedLanguageModel? text = null) => new(new ScriptedPlanner(), new ScriptedRunner(SayAsync), Voice, Voice with { Id = new("b") })
    {
        State = _store,
        LanguageModels = ImmutableDictionary<LanguageModelRole, ScriptedLanguageModel>.Empty
            .Add(LanguageModelRole.Planning, _planner)
            .Add(LanguageModelRole.Choosing, new(Choice))
            .Add(LanguageModelRole.Text, text ?? new("A short story."))
            .Add(LanguageModelRole.Answering, _answerer),
        LanguageModel = options => (options.InputPrice, options.OutputPrice) = (1, 2),
    };

    private static Task<ModelOutcome> SayAsync(ModelCard card, ModelRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(ModelOutcome.Success(ModelOutput.FromBytes("audio", "audio/wav", "speech.wav", "RIFF\0\0\0\0WAVE"u8.ToArray())));
}
