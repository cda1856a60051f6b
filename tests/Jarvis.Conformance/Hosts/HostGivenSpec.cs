using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Planning;
using Jarvis.Resources;

namespace Jarvis.Conformance.Hosts;

/// <summary>What holds where the caller says which tasks to run.</summary>
public abstract class HostGivenSpec : HostSpec
{
    private static HostSetup Two => new(
        new ScriptedPlanner((_, _) => throw new InvalidOperationException("Nobody is to plan.")),
        new ScriptedRunner(ScriptedRunner.Echo),
        ListedModels.Card("best", TaskTypes.Summarization) with { Quality = 1 },
        ListedModels.Card("other", TaskTypes.Summarization) with { Quality = 0.1 });

    [Fact]
    public async Task Tasks_that_are_given_run_without_a_planner()
    {
        await using var host = await StartAsync(Two with { Answerer = new NoAnswerer() });
        var events = await AskAsync(host, new TurnRequest("run it") { Tasks = [Text(0, TaskTypes.Summarization, "text:a"), Text(1, TaskTypes.Summarization, "0")] });
        Assert.Equal(TurnStatus.Answered, End(events).Status);
        Assert.Equal("given", events.OfType<PlanStarted>().Single().Planner);
        Assert.Equal("best(best(text:a))", TextOf(events, 1));
    }

    [Fact]
    public async Task A_task_that_names_its_model_runs_on_no_other()
    {
        await using var host = await StartAsync(Two);
        var task = Text(0, TaskTypes.Summarization, "text:a");
        var events = await AskAsync(host, new TurnRequest("run it") { Tasks = [task with { Model = new ModelId("other") }] });
        Assert.Equal("other(text:a)", TextOf(events, 0));

        events = await AskAsync(host, new TurnRequest("run it") { Tasks = [task with { Model = new ModelId("nobody") }] });
        Assert.Equal(ErrorCode.ModelUnavailable, events.OfType<TaskFailed>().Single().Error.Code);
    }

    [Fact]
    public async Task A_model_is_told_how_many_servers_a_request_has_come_through()
    {
        var hops = 0;
        await using var host = await StartAsync(Two with
        {
            Runner = new ScriptedRunner((card, request, cancellationToken) =>
            {
                hops = request.Hops;
                return ScriptedRunner.Echo(card, request, cancellationToken);
            }),
        });
        await AskAsync(host, new TurnRequest("run it") { Tasks = [Text(0, TaskTypes.Summarization, "text:a")], Hops = 2 });
        Assert.Equal(2, hops);
    }

    [Fact]
    public async Task Given_tasks_that_cannot_be_are_refused_or_dropped_with_the_reason()
    {
        await using var host = await StartAsync(Two);
        var task = Text(0, TaskTypes.Summarization, "text:a");
        var same = await Assert.ThrowsAsync<JarvisException>(() => AskAsync(host, new TurnRequest("run it") { Tasks = [task, task] }));
        Assert.Equal(ErrorCode.InvalidRequest, same.Code);
        var many = Enumerable.Range(0, TurnRequest.MaxTasks + 1).Select(number => Text(number, TaskTypes.Summarization, "text:a"));
        Assert.Equal(ErrorCode.TooLarge, (await Assert.ThrowsAsync<JarvisException>(() => AskAsync(host, new TurnRequest("run it") { Tasks = [.. many] }))).Code);
        var far = await Assert.ThrowsAsync<JarvisException>(() => AskAsync(host, new TurnRequest("run it") { Hops = TurnRequest.MaxHops + 1 }));
        Assert.Equal(ErrorCode.InvalidRequest, far.Code);

        var events = await AskAsync(host, new TurnRequest("run it") { Tasks = [Text(0, "boil-water", "text:a")] });
        Assert.Single(events.OfType<PlanFinished>().Single().Dropped);
    }

    [Fact]
    public async Task The_same_tasks_under_one_idempotency_key_are_one_turn_and_others_are_refused()
    {
        await using var host = await StartAsync(Two);
        var request = new TurnRequest("run it") { Tasks = [Text(0, TaskTypes.Summarization, "text:a")], IdempotencyKey = "once" };
        var first = await host.Jarvis.SubmitAsync(Conversation, request, default);
        Assert.Equal(first, await host.Jarvis.SubmitAsync(Conversation, request with { Tasks = [Text(0, TaskTypes.Summarization, "text:a")] }, default));
        var other = await Assert.ThrowsAsync<JarvisException>(
            () => host.Jarvis.SubmitAsync(Conversation, request with { Tasks = [Text(0, TaskTypes.Summarization, "text:b")] }, default));
        Assert.Equal(ErrorCode.Conflict, other.Code);
    }

    [Fact]
    public async Task A_turn_is_found_however_many_came_after_it()
    {
        await using var host = await StartAsync(Two);
        for (var turn = 0; turn <= ConversationSnapshot.MaxTurns; turn++)
        {
            await AskAsync(host, new TurnRequest($"run {turn}") { Tasks = [Text(0, TaskTypes.Summarization, "text:a")] });
        }

        Assert.DoesNotContain((await host.Jarvis.GetAsync(Conversation, default)).Turns, turn => turn.Number == 1);
        var first = await host.Jarvis.GetTurnAsync(Conversation.Turn(1), default);
        Assert.Equal((1, "run 0", TurnStatus.Answered), (first.Number, first.Request, first.Status));
        var none = await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.GetTurnAsync(Conversation.Turn(100), default));
        Assert.Equal(ErrorCode.NotFound, none.Code);
    }

    [Fact]
    public async Task What_was_said_before_is_known_to_the_planner_and_its_files_can_be_worked_on()
    {
        PlanningRequest? asked = null;
        await using var host = await StartAsync(Two with
        {
            Planner = new ScriptedPlanner((request, _) => Plan(asked = request)),
        });
        using var content = new MemoryStream("a story"u8.ToArray());
        var story = await host.Jarvis.UploadAsync(TenantId.Local, content, "story.txt", default);
        var request = new TurnRequest("sum it up") { History = [new PastTurn(1, "here is a story", "Thanks.", [story with { Name = "../renamed" }])] };

        var events = await AskAsync(host, request);

        Assert.Equal("best(a story)", TextOf(events, 0));
        var past = Assert.Single(asked!.History);
        Assert.Equal(("here is a story", "Thanks.", story.Id), (past.Request, past.Answer, past.Resources.Single().Id));
        Assert.DoesNotContain('/', past.Resources.Single().Name);
        await AskAsync(host);
        Assert.Equal(["sum it up"], asked.History.Select(turn => turn.Request));
    }

    [Fact]
    public async Task What_was_said_before_is_bounded_and_names_only_files_of_its_tenant()
    {
        await using var host = await StartAsync(Two);
        var past = new PastTurn(1, "", "", []);
        var text = new PastTurn(1, new string('a', TurnRequest.MaxHistoryText), "b", []);
        var foreign = new Resource(ResourceId.Parse(new string('0', 64)), "text/plain", 1, "story.txt");
        await RefusesAsync(ErrorCode.TooLarge, [.. Enumerable.Repeat(past, TurnRequest.MaxHistory + 1)]);
        await RefusesAsync(ErrorCode.TooLarge, text);
        await RefusesAsync(ErrorCode.TooLarge, past with { Resources = [.. Enumerable.Repeat(foreign, TurnRequest.MaxAttachments + 1)] });
        await RefusesAsync(ErrorCode.InvalidRequest, past with { Answer = null! });
        await RefusesAsync(ErrorCode.NotFound, past with { Resources = [foreign] });

        async Task RefusesAsync(ErrorCode code, params PastTurn[] history)
        {
            var refused = await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it") { History = [.. history] }, default));
            Assert.Equal(code, refused.Code);
        }
    }

    private static async IAsyncEnumerable<PlanStep> Plan(PlanningRequest request)
    {
        await Task.CompletedTask;
        yield return new TaskProposed(new PlannedTask(0, TaskTypes.Summarization)
        {
            Arguments = ImmutableDictionary<string, Argument>.Empty.Add("text", new ResourceArgument(request.History[0].Resources[0].Id)),
        });
    }
}
