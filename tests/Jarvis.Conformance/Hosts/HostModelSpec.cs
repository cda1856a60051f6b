using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Events;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Tasks;
using Microsoft.Extensions.Time.Testing;

namespace Jarvis.Conformance.Hosts;

/// <summary>What a turn sees of how models are run: who takes over, what is remembered, what is refused.</summary>
public abstract class HostModelSpec : HostSpec
{
    private static readonly ModelCard Good = ListedModels.Card("good", TaskTypes.TextGeneration) with { Quality = 0.9 };
    private static readonly ModelCard Spare = ListedModels.Card("spare", TaskTypes.TextGeneration) with { Quality = 0.1 };

    [Fact]
    public async Task A_model_that_hangs_is_given_up_and_the_next_best_takes_over()
    {
        var time = new FakeTimeProvider();
        var hanging = new TaskCompletionSource();
        var runner = new ScriptedRunner(async (card, request, cancellationToken) =>
        {
            if (card.Id == Good.Id)
            {
                hanging.SetResult();
                await Forever.Async(CancellationToken.None);
            }

            return await ScriptedRunner.Echo(card, request, cancellationToken);
        });
        var setup = new HostSetup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a")), runner, Good, Spare)
        {
            Time = time,
            Engine = options =>
            {
                options.BatchTimeout = TimeSpan.FromSeconds(20);
                options.StopTimeout = TimeSpan.Zero;
            },
        };
        await using var host = await StartAsync(setup);

        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        await hanging.Task.WaitAsync(Patience);
        time.Advance(TimeSpan.FromSeconds(20));
        var events = await ReadAsync(host, receipt);

        Assert.Equal("spare(a)", TextOf(events, 0));
        Assert.Equal(TurnStatus.Answered, End(events).Status);
    }

    [Fact]
    public async Task What_was_asked_before_is_answered_without_a_run_says_so_and_costs_nothing()
    {
        var runner = new ScriptedRunner(ScriptedRunner.Echo);
        var card = Good with { Deterministic = true, PricePerCall = 0.5m };
        await using var host = await StartAsync(new HostSetup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a")), runner, card));

        var first = (await AskAsync(host)).OfType<TaskSucceeded>().Single().Result;
        var events = await AskAsync(host);
        var again = events.OfType<TaskSucceeded>().Single().Result;

        var used = events.OfType<UsageReported>().Single().Usage.Models;
        Assert.Equal((0, 1, 0m), (used.Calls, used.Cached, used.Cost));
        Assert.Equal((false, 0.5m), (first.Cached, first.Cost));
        Assert.Equal((true, 0m), (again.Cached, again.Cost));
        Assert.Equal(first.Outputs["text"].Single().Id, again.Outputs["text"].Single().Id);
        Assert.Equal(2, again.Outputs["text"].Single().Lineage!.Task.Turn.Number);
        Assert.Single(runner.Batches);
    }

    [Fact]
    public async Task What_waits_for_a_full_model_longer_than_it_may_goes_to_another()
    {
        var (running, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var runner = new ScriptedRunner(async (card, request, cancellationToken) =>
        {
            if (card.Id == Good.Id)
            {
                running.TrySetResult();
                await gate.Task;
            }

            return await ScriptedRunner.Echo(card, request, cancellationToken);
        });
        var planner = new ScriptedPlanner(
            Text(0, TaskTypes.TextGeneration, "a"), Text(1, TaskTypes.TextGeneration, "b"), Text(2, TaskTypes.TextGeneration, "c"));
        var setup = new HostSetup(planner, runner, Good with { Concurrency = 1 }, Spare)
        {
            Retry = RetryPolicy.Default with { LongestWait = TimeSpan.Zero },
            Engine = options => options.QueueCapacity = 1,
        };
        await using var host = await StartAsync(setup);

        var receipt = await host.Jarvis.SubmitAsync(Conversation, new TurnRequest("do it"), default);
        await WaitForAsync<TaskSucceeded>(host, receipt);
        gate.SetResult();
        var events = await ReadAsync(host, receipt);

        Assert.Equal(3, events.OfType<TaskSucceeded>().Count());
        Assert.Contains("try again later", events.OfType<TaskWaiting>().First().Reason, StringComparison.Ordinal);
        Assert.Contains(events.OfType<ModelChosen>(), chosen => chosen.Model == Spare.Id);
    }

    [Fact]
    public async Task A_request_on_which_every_model_breaks_is_given_up_at_the_third_time()
    {
        var tries = 0;
        var runner = new ScriptedRunner((_, _, _) =>
        {
            Interlocked.Increment(ref tries);
            throw new InvalidOperationException("A native fault, say.");
        });
        var cards = Enumerable.Range(0, 5).Select(i => ListedModels.Card($"m{i}", TaskTypes.TextGeneration));
        await using var host = await StartAsync(new HostSetup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a")), runner, [.. cards]));

        var failed = (await AskAsync(host)).OfType<TaskFailed>().Single();

        Assert.Equal((ErrorCode.InvalidRequest, 3), (failed.Error.Code, tries));
        var models = await host.Jarvis.ListModelsAsync(default);
        Assert.Single(models.SelectMany(model => model.Replicas.SelectMany(replica => replica.DeadLetters)));
    }

    [Fact]
    public async Task Who_lists_the_models_sees_how_those_in_use_are_doing()
    {
        await using var host = await StartAsync(
            new HostSetup(new ScriptedPlanner(Text(0, TaskTypes.TextGeneration, "a")), new ScriptedRunner(ScriptedRunner.Echo), Good, Spare));
        await AskAsync(host);

        var models = await host.Jarvis.ListModelsAsync(default);

        var replica = Assert.Single(models.Single(model => model.Card.Id == Good.Id).Replicas);
        Assert.Equal((ReplicaPhase.Ready, 0), (replica.Phase, replica.Queued));
        Assert.Empty(models.Single(model => model.Card.Id == Spare.Id).Replicas);
    }
}
