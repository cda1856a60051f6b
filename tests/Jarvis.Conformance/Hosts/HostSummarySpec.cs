using System.Collections.Concurrent;
using Jarvis.Conversations;
using Jarvis.Planning;

namespace Jarvis.Conformance.Hosts;

/// <summary>What every host does with turns that are too old to be told of one by one.</summary>
public abstract class HostSummarySpec : HostSpec
{
    private const int MostTurns = 60;

    private readonly ConcurrentQueue<PlanningRequest> _planned = [];

    [Fact]
    public async Task Old_turns_are_summarized_once_and_the_summary_goes_on_from_the_one_before()
    {
        var summarizer = new ScriptedSummarizer(call => $"summary {call}");
        await using var host = await StartAsync(Setup(summarizer));

        await AskUntilAsync(host, request => request.Summary == "summary 1", summarizer.Called);

        var calls = summarizer.Calls.Take(2).ToList();
        Assert.Equal(["", "summary 0"], calls.Select(call => call.Earlier));
        var summarized = calls.SelectMany(call => call.Turns).ToList();
        Assert.Equal(Enumerable.Range(1, summarized.Count), summarized.Select(turn => turn.Number));
        Assert.All(summarized, turn => Assert.Equal($"request {turn.Number}", turn.Request));
    }

    [Fact]
    public async Task The_newest_turns_are_told_one_by_one_beside_the_summary()
    {
        var summarizer = new ScriptedSummarizer(_ => "all of it");
        await using var host = await StartAsync(Setup(summarizer));

        var request = await AskUntilAsync(host, request => request.Summary.Length > 0, summarizer.Called);

        Assert.Equal(2, request.History.Length);
        Assert.Equal($"request {request.Turn.Number - 1}", request.History[^1].Request);
    }

    [Fact]
    public async Task A_summary_that_fails_is_tried_again_and_fails_no_turn()
    {
        var summarizer = new ScriptedSummarizer(call => call == 0 ? throw new InvalidOperationException("no") : "at last");
        await using var host = await StartAsync(Setup(summarizer));

        await AskUntilAsync(host, request => request.Summary == "at last", summarizer.Called);

        Assert.Equal([1, 1], summarizer.Calls.Take(2).Select(call => call.Turns[0].Number));
    }

    [Fact]
    public async Task A_summary_is_bounded()
    {
        var summarizer = new ScriptedSummarizer(_ => new string('x', 100_000));
        await using var host = await StartAsync(Setup(summarizer));

        Assert.InRange((await AskUntilAsync(host, request => request.Summary.Length > 0, summarizer.Called)).Summary.Length, 1, 4001);
    }

    [Fact]
    public async Task Without_a_summarizer_nothing_is_said_of_old_turns()
    {
        await using var host = await StartAsync(Setup(null));

        for (var turn = 1; turn <= 20; turn++)
        {
            await AskAsync(host, new TurnRequest($"request {turn}"));
        }

        Assert.All(_planned, request => Assert.Equal("", request.Summary));
    }

    private HostSetup Setup(IHistorySummarizer? summarizer) => new(new ScriptedPlanner((request, _) => Answer(request)), new ScriptedRunner(ScriptedRunner.Echo))
    {
        Summarizer = summarizer,
        Conversations = options => options.History = 2,
    };

    /// <summary>A summary is made beside the turns; each turn more gives it time.</summary>
    /// <param name="host">Whom to ask.</param>
    /// <param name="isThere">Whether it is there.</param>
    /// <param name="called">What has to happen before there are more turns than are remembered.</param>
    private async Task<PlanningRequest> AskUntilAsync(IRunningHost host, Func<PlanningRequest, bool> isThere, Task called)
    {
        for (var turn = 1; turn <= MostTurns; turn++)
        {
            Assert.Equal(TurnStatus.Answered, End(await AskAsync(host, new TurnRequest($"request {turn}"))).Status);
            // With two told one by one, the tenth makes eight that are due.
            await (turn >= 10 ? called : Task.CompletedTask);
            if (_planned.Last() is var request && isThere(request))
            {
                return request;
            }
        }

        throw new InvalidOperationException($"It was not there after {MostTurns} turns.");
    }

    private async IAsyncEnumerable<PlanStep> Answer(PlanningRequest request)
    {
        _planned.Enqueue(request);
        await Task.CompletedTask;
        yield return new AnsweredDirectly("done");
    }
}
