using System.Collections.Immutable;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Models;
using Jarvis.Planning;

namespace Jarvis.Conformance.Hosts;

/// <summary>How plans are run.</summary>
public abstract class HostPlanSpec : HostSpec
{
    private static readonly ModelCard Writer = ListedModels.Card("writer", TaskTypes.TextGeneration);

    [Fact]
    public async Task What_a_task_gives_is_what_the_next_one_takes()
    {
        var planner = new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a"), Text(1, TaskTypes.TextGeneration, "0"), Text(2, TaskTypes.TextGeneration, "1"));
        await using var host = await StartAsync(new HostSetup(planner, new ScriptedRunner(ScriptedRunner.Echo), Writer));

        var events = await AskAsync(host);

        Assert.Equal("writer(writer(writer(a)))", TextOf(events, 2));
        Assert.Equal(TurnStatus.Answered, End(events).Status);
    }

    [Fact]
    public async Task Tasks_that_do_not_depend_on_each_other_run_at_the_same_time()
    {
        using var together = new Barrier(8);
        var runner = new ScriptedRunner((card, request, cancellationToken) => Task.Run(
            async () =>
            {
                Assert.True(together.SignalAndWait(Patience, cancellationToken));
                return await ScriptedRunner.Echo(card, request, cancellationToken);
            },
            cancellationToken));
        var planner = new ScriptedPlanner([.. Enumerable.Range(0, 8).Select(id => Text(id, TaskTypes.TextGeneration, $"{(char)('a' + id)}"))]);
        await using var host = await StartAsync(new HostSetup(planner, runner, Writer));

        var events = await AskAsync(host);

        Assert.Equal(8, events.OfType<TaskSucceeded>().Count());
    }

    [Fact]
    public async Task A_task_starts_when_its_last_dependency_ends_and_waits_for_nobody_else()
    {
        var slow = new TaskCompletionSource();
        var runner = new ScriptedRunner(async (card, request, cancellationToken) =>
        {
            var outcome = await ScriptedRunner.Echo(card, request, cancellationToken);
            if (request.Many("text")[0].Name == "text" && await request.One("text").ReadTextAsync(100, cancellationToken) == "slow")
            {
                await slow.Task.WaitAsync(Patience, cancellationToken);
            }

            return outcome;
        });
        var planner = new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "slow"), Text(1, TaskTypes.TextGeneration, "quick"), Text(2, TaskTypes.TextGeneration, "1"));
        await using var host = await StartAsync(new HostSetup(planner, runner, Writer));

        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        await WaitForAsync<TaskSucceeded>(host, receipt, happened => happened.Task == 2);
        slow.SetResult();

        Assert.Equal(TurnStatus.Answered, End(await ReadAsync(host, receipt)).Status);
    }

    [Fact]
    public async Task A_task_that_takes_the_results_of_several_gets_all_of_them_in_order()
    {
        var join = new PlannedTask(2, TaskTypes.QuestionAnswering)
        {
            Arguments = ImmutableDictionary<string, Argument>.Empty.Add("question", new OutputArgument(1)).Add("context", new OutputArgument(0)),
        };
        var runner = new ScriptedRunner(async (card, request, cancellationToken) => request.TaskType == TaskTypes.QuestionAnswering
            ? ModelOutcome.Success(ModelOutput.FromText(
                "text",
                $"{await request.One("question").ReadTextAsync(100, cancellationToken)}|{await request.One("context").ReadTextAsync(100, cancellationToken)}"))
            : await ScriptedRunner.Echo(card, request, cancellationToken));
        var planner = new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "c"), Text(1, TaskTypes.TextGeneration, "q"), join);
        await using var host = await StartAsync(
            new HostSetup(planner, runner, Writer, ListedModels.Card("reader", TaskTypes.QuestionAnswering)));

        Assert.Equal("writer(q)|writer(c)", TextOf(await AskAsync(host), 2));
    }

    [Fact]
    public async Task A_port_that_takes_one_value_and_gets_a_list_runs_once_for_each_in_order()
    {
        var planner = new ScriptedPlanner(
            Text(0, TaskTypes.TextGeneration, "a", "b", "c"), Text(1, TaskTypes.TextGeneration, "0"));
        await using var host = await StartAsync(new HostSetup(planner, new ScriptedRunner(ScriptedRunner.Echo), Writer));

        var events = await AskAsync(host);

        var texts = events.OfType<TaskSucceeded>().Single(happened => happened.Task == 1).Result.Outputs["text"].Select(text => text.Text);
        Assert.Equal(["writer(writer(a))", "writer(writer(b))", "writer(writer(c))"], texts);
    }

    [Fact]
    public async Task A_mapped_task_keeps_what_succeeded_and_tells_what_failed()
    {
        var runner = new ScriptedRunner(async (card, request, cancellationToken) =>
            await request.One("text").ReadTextAsync(100, cancellationToken) == "bad"
                ? ModelOutcome.Failure(new JarvisError(ErrorCode.ModelFailed, "It is bad."))
                : await ScriptedRunner.Echo(card, request, cancellationToken));
        await using var host = await StartAsync(
            new HostSetup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a", "bad", "c")), runner, Writer));

        var events = await AskAsync(host);

        var result = events.OfType<TaskSucceeded>().Single().Result;
        Assert.Equal(["writer(a)", "writer(c)"], result.Outputs["text"].Select(text => text.Text));
        Assert.Equal((1, "It is bad."), (result.Failures.Single().Item, result.Failures.Single().Error.Message));
        Assert.Contains("It is bad.", events.OfType<AnswerFinished>().Single().Answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_edge_waits_and_carries_nothing_not_even_a_failure()
    {
        var failed = 0;
        var runner = new ScriptedRunner(async (card, request, cancellationToken) =>
        {
            if (await request.One("text").ReadTextAsync(100, cancellationToken) == "first")
            {
                Interlocked.Increment(ref failed);
                return ModelOutcome.Failure(new JarvisError(ErrorCode.ModelFailed, "No."));
            }

            Assert.Equal(1, failed);
            return await ScriptedRunner.Echo(card, request, cancellationToken);
        });
        var planner = new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "first"), Text(1, TaskTypes.TextGeneration, "second") with { After = [0] });
        await using var host = await StartAsync(new HostSetup(planner, runner, Writer));

        Assert.Equal("writer(second)", TextOf(await AskAsync(host), 1));
    }

    [Fact]
    public async Task Work_starts_while_the_plan_is_still_being_written()
    {
        var started = new TaskCompletionSource();
        var runner = new ScriptedRunner((card, request, cancellationToken) =>
        {
            started.TrySetResult();
            return ScriptedRunner.Echo(card, request, cancellationToken);
        });
        await using var host = await StartAsync(new HostSetup(new ScriptedPlanner((_, _) => Script()), runner, Writer));

        var events = await AskAsync(host);

        Assert.Equal(2, events.OfType<PlanFinished>().Single().Tasks);

        async IAsyncEnumerable<PlanStep> Script()
        {
            yield return new TaskProposed(Text(0, TaskTypes.TextGeneration, "a"));
            await started.Task.WaitAsync(Patience);
            yield return new TaskProposed(Text(1, TaskTypes.TextGeneration, "0"));
        }
    }

    [Fact]
    public async Task A_task_may_refer_to_one_that_is_planned_later()
    {
        var planner = new ScriptedPlanner(Text(1, TaskTypes.TextGeneration, "0"), Text(0, TaskTypes.TextGeneration, "a"));
        await using var host = await StartAsync(new HostSetup(planner, new ScriptedRunner(ScriptedRunner.Echo), Writer));

        Assert.Equal("writer(writer(a))", TextOf(await AskAsync(host), 1));
    }

    [Fact]
    public async Task What_is_wrong_with_a_plan_is_dropped_with_the_reason_and_the_rest_runs()
    {
        var planner = new ScriptedPlanner(Text(0, "text-to-smell", "a"), Text(1, TaskTypes.TextGeneration, "b"), Text(2, TaskTypes.TextGeneration, "2"));
        await using var host = await StartAsync(new HostSetup(planner, new ScriptedRunner(ScriptedRunner.Echo), Writer));

        var events = await AskAsync(host);

        Assert.Equal("writer(b)", TextOf(events, 1));
        Assert.Equal(2, events.OfType<PlanFinished>().Single().Dropped.Length);
        Assert.Contains("text-to-smell", events.OfType<AnswerFinished>().Single().Answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_that_wait_for_a_busy_model_run_together()
    {
        var busy = new TaskCompletionSource();
        var waiting = new TaskCompletionSource();
        var runner = new ScriptedRunner(async (card, request, cancellationToken) =>
        {
            var text = await request.One("text").ReadTextAsync(100, cancellationToken);
            if (text == "first")
            {
                busy.SetResult();
                await waiting.Task.WaitAsync(Patience, cancellationToken);
            }

            return await ScriptedRunner.Echo(card, request, cancellationToken);
        });
        var planner = new ScriptedPlanner((_, _) => Script());
        await using var host = await StartAsync(new HostSetup(planner, runner, Writer with { Concurrency = 1, MaxBatch = 4 }));

        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        // A task queues its job before it tells of the model.
        var queued = 0;
        await WaitForAsync<ModelChosen>(host, receipt, _ => ++queued == 6);
        waiting.SetResult();
        await ReadAsync(host, receipt);

        Assert.Equal([1, 4, 1], runner.Batches);

        async IAsyncEnumerable<PlanStep> Script()
        {
            yield return new TaskProposed(Text(0, TaskTypes.TextGeneration, "first"));
            await busy.Task.WaitAsync(Patience);
            for (var id = 1; id <= 5; id++)
            {
                yield return new TaskProposed(Text(id, TaskTypes.TextGeneration, $"job {id}"));
            }
        }
    }
}
