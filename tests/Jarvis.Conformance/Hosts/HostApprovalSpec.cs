using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Conformance.Hosts;

/// <summary>Plans that somebody has to approve before they run.</summary>
public abstract class HostApprovalSpec : HostSpec
{
    private static readonly ModelCard Free = ListedModels.Card("free", TaskTypes.TextGeneration);
    private static readonly ModelCard Dear = ListedModels.Card("dear", TaskTypes.Summarization) with { PricePerCall = 0.25m };
    private static readonly TurnRequest WholePlan = new("do it") { Approval = new ApprovalPolicy { WholePlan = true } };

    private readonly ScriptedRunner _runner = new(ScriptedRunner.Echo);

    [Fact]
    public async Task A_whole_plan_waits_until_it_is_approved_and_runs_then()
    {
        await using var host = await StartAsync(Chain());
        var receipt = await host.Jarvis.SubmitAsync(Conversation, WholePlan, default);

        var asked = await WaitForAsync<ApprovalAsked>(host, receipt);
        Assert.Equal([0, 1], asked.Tasks.Select(task => task.Task));
        Assert.Empty(_runner.Batches);
        var waiting = (await host.Jarvis.GetAsync(Conversation, default)).Turns.Single();
        Assert.Equal((TurnStatus.Open, asked.Version), (waiting.Status, waiting.Approval!.Version));
        var approved = await host.Jarvis.CommandAsync(receipt.Turn, new ApproveTasks(asked.Version), default);
        var events = await ReadAsync(host, receipt);

        Assert.Equal("free(free(a))", TextOf(events, 1));
        Assert.Equal(TurnStatus.Answered, End(events).Status);
        Assert.Equal(approved.Sequence, events.OfType<ApprovalDecided>().Single().Sequence);
        Assert.True(events.OfType<ApprovalDecided>().Single().Sequence < events.OfType<TaskStarted>().First().Sequence);
        Assert.Null((await host.Jarvis.GetAsync(Conversation, default)).Turns.Single().Approval);
    }

    [Fact]
    public async Task Tasks_above_a_cost_wait_with_what_needs_them_and_the_rest_runs_meanwhile()
    {
        var planner = new ScriptedPlanner(
            Text(0, TaskTypes.TextGeneration, "a"), Text(1, TaskTypes.Summarization, "0"), Text(2, TaskTypes.TextGeneration, "1"));
        await using var host = await StartAsync(new HostSetup(planner, _runner, Free, Dear));
        var receipt = await host.Jarvis.SubmitAsync(
            Conversation, new TurnRequest("do it") { Approval = new ApprovalPolicy { AboveCost = 0.10m } }, default);

        await WaitForAsync<TaskSucceeded>(host, receipt, done => done.Task == 0);
        var asked = await WaitForAsync<ApprovalAsked>(host, receipt);
        Assert.Equal((1, 0.25m, new ModelId("dear")), (asked.Tasks.Single().Task, asked.Tasks.Single().Cost, asked.Tasks.Single().Model));
        await host.Jarvis.CommandAsync(receipt.Turn, new ApproveTasks(asked.Version), default);

        Assert.Equal("free(dear(free(a)))", TextOf(await ReadAsync(host, receipt), 2));
    }

    [Fact]
    public async Task Tasks_with_a_named_side_effect_wait_whether_the_card_or_its_place_says_so()
    {
        var writer = ListedModels.Card("writer", TaskTypes.Summarization) with { SideEffects = [SideEffects.Writes] };
        var planner = new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a"), Text(1, TaskTypes.Summarization, "b"));
        await using var host = await StartAsync(new HostSetup(planner, _runner, Free, writer));
        var receipt = await host.Jarvis.SubmitAsync(
            Conversation, new TurnRequest("do it") { Approval = new ApprovalPolicy { SideEffects = [SideEffects.Writes] } }, default);

        var asked = await WaitForAsync<ApprovalAsked>(host, receipt);

        Assert.Equal([1], asked.Tasks.Select(task => task.Task));
        Assert.Equal([SideEffects.Writes], asked.Tasks.Single().SideEffects.AsEnumerable());
        await host.Jarvis.CancelAsync(receipt.Turn, default);
    }

    [Fact]
    public async Task A_task_that_nobody_was_asked_about_never_falls_over_to_a_model_that_has_to_be_approved()
    {
        var runner = new ScriptedRunner((card, request, cancellationToken) => card.Id == Free.Id
            ? Task.FromResult(ModelOutcome.Failure(new JarvisError(ErrorCode.ModelFailed, "It broke.")))
            : ScriptedRunner.Echo(card, request, cancellationToken));
        var spare = ListedModels.Card("spare", TaskTypes.TextGeneration) with { PricePerCall = 0.25m, Quality = 0.1 };
        await using var host = await StartAsync(new HostSetup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a")), runner, Free, spare));

        var events = await AskAsync(host, new TurnRequest("do it") { Approval = new ApprovalPolicy { AboveCost = 0.10m } });

        Assert.Empty(events.OfType<ApprovalAsked>());
        Assert.Equal([Free.Id], events.OfType<ModelChosen>().Select(chosen => chosen.Model));
        Assert.Equal(TurnStatus.Failed, End(events).Status);
    }

    [Fact]
    public async Task What_a_task_works_on_counts_once_it_is_known()
    {
        // A page is $0.03, as usual, and below the limit; what comes of the first task is ten pages.
        var byLength = ListedModels.Card("by-length", TaskTypes.Summarization) with
        {
            Prices = ImmutableDictionary<PriceUnit, decimal>.Empty.Add(PriceUnit.ThousandCharacters, 0.01m),
        };
        var runner = new ScriptedRunner((card, request, cancellationToken) => card.Id == Free.Id
            ? Task.FromResult(ModelOutcome.Success(ModelOutput.FromText("text", new string('a', 30_000))))
            : ScriptedRunner.Echo(card, request, cancellationToken));
        var planner = new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a"), Text(1, TaskTypes.Summarization, "0"), Text(2, TaskTypes.Summarization, "short"));
        await using var host = await StartAsync(new HostSetup(planner, runner, Free, byLength));

        var events = await AskAsync(host, new TurnRequest("do it") { Approval = new ApprovalPolicy { AboveCost = 0.10m } });

        Assert.Empty(events.OfType<ApprovalAsked>());
        Assert.Equal("by-length(short)", TextOf(events, 2));
        var refused = events.OfType<TaskFailed>().Single();
        Assert.Equal((1, ErrorCode.ModelUnavailable), (refused.Task, refused.Error.Code));
        Assert.Contains("have to be approved first", refused.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_rejected_does_not_run_and_the_user_reads_why()
    {
        await using var host = await StartAsync(Chain());
        var receipt = await host.Jarvis.SubmitAsync(Conversation, WholePlan, default);
        var asked = await WaitForAsync<ApprovalAsked>(host, receipt);

        await host.Jarvis.CommandAsync(receipt.Turn, new RejectTasks(asked.Version, "not on a Sunday"), default);
        var events = await ReadAsync(host, receipt);

        Assert.Equal((TurnStatus.Cancelled, "It was rejected: not on a Sunday"), (End(events).Status, End(events).Error!.Message));
        Assert.Contains("not on a Sunday", events.OfType<AnswerFinished>().Single().Answer.Text, StringComparison.Ordinal);
        Assert.Empty(_runner.Batches);
    }

    [Fact]
    public async Task A_plan_can_be_changed_before_it_runs_and_what_runs_is_the_changed_one()
    {
        await using var host = await StartAsync(Chain());
        var receipt = await host.Jarvis.SubmitAsync(Conversation, WholePlan, default);
        var asked = await WaitForAsync<ApprovalAsked>(host, receipt);

        await host.Jarvis.CommandAsync(
            receipt.Turn, new EditPlan(asked.Version) { Tasks = [Text(0, TaskTypes.TextGeneration, "b"), Text(2, TaskTypes.TextGeneration, "0")], Removed = [1] }, default);
        var again = await WaitForAsync<ApprovalAsked>(host, receipt, happened => happened.Version > asked.Version);
        await host.Jarvis.CommandAsync(receipt.Turn, new ApproveTasks(again.Version), default);
        var events = await ReadAsync(host, receipt);

        Assert.Equal("free(free(b))", TextOf(events, 2));
        Assert.DoesNotContain(events.OfType<TaskStarted>(), started => started.Task == 1);
        Assert.Equal([0, 2], events.OfType<PlanEdited>().Single().Tasks.Select(task => task.Id));
    }

    [Fact]
    public async Task An_edit_that_cannot_be_is_refused_with_all_that_is_wrong_and_changes_nothing()
    {
        await using var host = await StartAsync(Chain());
        var receipt = await host.Jarvis.SubmitAsync(Conversation, WholePlan, default);
        var asked = await WaitForAsync<ApprovalAsked>(host, receipt);

        var refused = await RefusedAsync(host, receipt, new EditPlan(asked.Version) { Tasks = [Text(4, "no-such-type", "a")], Removed = [0] });

        Assert.Equal(ErrorCode.PlanInvalid, refused.Code);
        Assert.Contains("no-such-type", refused.Message, StringComparison.Ordinal);
        Assert.Contains("task 0", refused.Message, StringComparison.Ordinal);
        await host.Jarvis.CommandAsync(receipt.Turn, new ApproveTasks(asked.Version), default);
        Assert.Equal("free(free(a))", TextOf(await ReadAsync(host, receipt), 1));
    }

    [Fact]
    public async Task Of_many_who_change_one_version_at_once_one_does_and_the_others_are_told()
    {
        await using var host = await StartAsync(Chain());
        var receipt = await host.Jarvis.SubmitAsync(Conversation, WholePlan, default);
        var asked = await WaitForAsync<ApprovalAsked>(host, receipt);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(async number =>
        {
            try
            {
                await host.Jarvis.CommandAsync(receipt.Turn, new EditPlan(asked.Version) { Tasks = [Text(0, TaskTypes.TextGeneration, $"n{number}")] }, default);
                return null;
            }
            catch (JarvisException refused)
            {
                return (ErrorCode?)refused.Code;
            }
        }));

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.Equal(15, outcomes.Count(outcome => outcome == ErrorCode.Conflict));
        await host.Jarvis.CancelAsync(receipt.Turn, default);
        Assert.Single((await ReadAsync(host, receipt)).OfType<PlanEdited>());
    }

    [Fact]
    public async Task One_key_sent_a_hundred_times_at_once_approves_once()
    {
        await using var host = await StartAsync(Chain());
        var receipt = await host.Jarvis.SubmitAsync(Conversation, WholePlan, default);
        var asked = await WaitForAsync<ApprovalAsked>(host, receipt);
        var approve = new ApproveTasks(asked.Version) { IdempotencyKey = "k" };

        var receipts = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => host.Jarvis.CommandAsync(receipt.Turn, approve, default)));

        Assert.Single(receipts.Distinct());
        Assert.Equal(ErrorCode.Conflict, (await RefusedAsync(host, receipt, new CancelTask(0) { IdempotencyKey = "k" })).Code);
        var events = await ReadAsync(host, receipt);
        Assert.Single(events.OfType<ApprovalDecided>());
        Assert.Equal(2, events.OfType<TaskStarted>().Count());
        Assert.Equal(receipts[0], await host.Jarvis.CommandAsync(receipt.Turn, approve, default));
    }

    [Fact]
    public async Task An_approval_that_never_comes_ends_with_the_turns_time_and_says_so()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(Chain() with { Time = time });
        var receipt = await host.Jarvis.SubmitAsync(Conversation, WholePlan with { Timeout = TimeSpan.FromMinutes(5) }, default);
        var asked = await WaitForAsync<ApprovalAsked>(host, receipt);

        time.Advance(TimeSpan.FromMinutes(5));
        var end = End(await ReadAsync(host, receipt));

        Assert.Equal((TurnStatus.Failed, ErrorCode.DeadlineExceeded), (end.Status, end.Error!.Code));
        Assert.Contains("Nobody approved tasks 0 and 1", end.Error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.Conflict, (await RefusedAsync(host, receipt, new ApproveTasks(asked.Version))).Code);
        Assert.Empty(_runner.Batches);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(false, "Sends mail")]
    [InlineData(true, null)]
    public async Task A_policy_that_cannot_be_is_refused(bool isCheap, string? effect)
    {
        await using var host = await StartAsync(Chain());
        var policy = new ApprovalPolicy { AboveCost = isCheap ? -1 : null, SideEffects = effect is null ? [] : [effect] };

        var refused = await Assert.ThrowsAsync<JarvisException>(
            () => host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it") { Approval = policy }, default));

        Assert.Equal(ErrorCode.InvalidRequest, refused.Code);
    }

    [Fact]
    public async Task Another_tenant_can_neither_approve_nor_see_that_there_is_something_to_approve()
    {
        await using var host = await StartAsync(Chain());
        var receipt = await host.Jarvis.SubmitAsync(Conversation, WholePlan, default);
        var asked = await WaitForAsync<ApprovalAsked>(host, receipt);
        var theirs = new ConversationId(new TenantId("they"), Conversation.Name).Turn(receipt.Turn.Number);

        var refused = await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.CommandAsync(theirs, new ApproveTasks(asked.Version), default));

        Assert.Equal(ErrorCode.NotFound, refused.Code);
        Assert.NotNull((await host.Jarvis.GetAsync(Conversation, default)).Turns.Single().Approval);
        await host.Jarvis.CancelAsync(receipt.Turn, default);
    }

    private static async Task<JarvisException> RefusedAsync(IRunningHost host, TurnReceipt receipt, TurnCommand command) =>
        await Assert.ThrowsAsync<JarvisException>(() => host.Jarvis.CommandAsync(receipt.Turn, command, default));

    private HostSetup Chain() => new(
        new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a"), Text(1, TaskTypes.TextGeneration, "0")), _runner, Free);
}
