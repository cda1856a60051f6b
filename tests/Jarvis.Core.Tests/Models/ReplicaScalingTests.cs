using System.Collections.Concurrent;
using Jarvis.Conformance.Hosts;
using Jarvis.Core.Tests.Models.Replicas;
using Jarvis.Errors;
using Jarvis.Models;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Models;

/// <summary>Several replicas of a model: by load, where there is room, one after the other.</summary>
public sealed class ReplicaScalingTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Load_brings_replicas_and_only_a_load_that_is_low_for_long_takes_them_away()
    {
        var runner = new NumberedRunner();
        await using var desk = new EngineDesk(runner: runner, cards: Card("a", 1, 3));
        await Busy(desk, runner, "a", jobs: 60);

        // A second's work every second is a replica and a half, by a target of 0.7.
        await desk.UntilReadyAsync("a", 2);
        Assert.Equal(2, runner.Loads);

        Pass(desk, desk.Options.ReplicaLowFor);
        Assert.Equal(2, desk.Ready("a"));
        Pass(desk, 2 * desk.Options.ReplicaCoolDown);

        await EngineDesk.UntilAsync(() => runner.Unloads == 1);
        Assert.Equal(1, desk.Ready("a"));
        Assert.IsType<AttemptSucceeded>(await desk.RunAsync("a"));
    }

    [Fact]
    public async Task A_model_whose_card_asks_for_one_stays_one_whatever_the_load()
    {
        var runner = new NumberedRunner();
        await using var desk = new EngineDesk(runner: runner, cards: Card("a", 1, 1));

        await Busy(desk, runner, "a", jobs: 60);

        Assert.Equal(1, runner.Loads);
        Assert.Null(desk.Status("a").Note);
    }

    [Fact]
    public async Task Jobs_run_side_by_side_on_the_replicas_and_each_counts_its_own()
    {
        var running = new ConcurrentDictionary<int, TaskCompletionSource>();
        var runner = new NumberedRunner
        {
            Script = async (model, batch, token) =>
            {
                await running.GetOrAdd(model.Number, _ => new TaskCompletionSource()).Task;
                return await NumberedRunner.EchoAsync(model, batch, token);
            },
        };
        await using var desk = new EngineDesk(runner: runner, cards: Card("a", 2, 2));
        ModelJob[] jobs = [await desk.EnqueueAsync("a"), await desk.EnqueueAsync("a"), await desk.EnqueueAsync("a")];
        await EngineDesk.UntilAsync(() => running.Count == 2);

        Assert.Equal([1, 1], runner.Models.Values.Select(model => model.Running));
        Assert.Equal(1, desk.Status("a").Queued);
        desk.Time.Advance(Second);
        running[2].SetResult();
        Assert.IsType<AttemptSucceeded>(await desk.EndOf(jobs[1]));
        Assert.IsType<AttemptSucceeded>(await desk.EndOf(jobs[2]));
        desk.Time.Advance(Second);
        running[1].SetResult();
        Assert.IsType<AttemptSucceeded>(await desk.EndOf(jobs[0]));
        await EngineDesk.UntilAsync(() => desk.Engine.StatusOf(new("a")).Sum(replica => replica.Batches) == 3);

        var (first, second) = (desk.Engine.StatusOf(new("a"))[0], desk.Engine.StatusOf(new("a"))[1]);
        Assert.Equal((1L, 1L, 0), (first.Batches, first.Succeeded, first.Queued));
        Assert.Equal((2L, 2L, 0), (second.Batches, second.Succeeded, second.Queued));
        Assert.InRange(first.Run!.Median, 2 * Second, 2.2 * Second);
        Assert.Equal(TimeSpan.Zero, Rounded(first.QueueWait!.P99));
        Assert.InRange(second.Run!.P99, Second, 1.1 * Second);
        Assert.InRange(second.QueueWait!.P99, Second, 1.1 * Second);
        Assert.Empty(runner.Wrong);
    }

    [Fact]
    public async Task The_replica_that_is_likely_to_be_done_first_gets_the_job()
    {
        var runner = new NumberedRunner();
        await using var desk = new EngineDesk(runner: runner, cards: Card("a", 2, 2));
        await desk.RunAsync("a");
        await desk.UntilReadyAsync("a", 2);
        runner.Script = (model, batch, token) =>
        {
            desk.Time.Advance(model.Number == 1 ? Second : Second / 10);
            return NumberedRunner.EchoAsync(model, batch, token);
        };

        for (var i = 0; i < 20; i++)
        {
            Assert.IsType<AttemptSucceeded>(await desk.RunAsync("a"));
            await desk.UntilIdleAsync("a");
        }

        // Each was tried, and the quick one has had the rest.
        Assert.InRange(runner.Models[1].Batches, 2, 3);
        Assert.InRange(runner.Models[2].Batches, 18, 19);
    }

    [Fact]
    public async Task Where_there_is_no_room_for_another_that_is_noted_and_nothing_fails()
    {
        var runner = new NumberedRunner(100 << 20);
        await using var desk = new EngineDesk(options => options.CpuMemoryBytes = 100 << 20, runner, Card("a", 2, 4, 60 << 20));

        await Busy(desk, runner, "a", jobs: 40);

        Assert.Equal(1, desk.Ready("a"));
        Assert.Contains("fewer replicas than its load or card asks for: a needs", desk.Status("a").Note, StringComparison.Ordinal);
        Assert.Null(desk.Status("a").LastFault);
        Assert.Empty(runner.Wrong);
        desk.Catalog.Change(Card("a", 1, 1, 60 << 20));
        await EngineDesk.UntilAsync(() => desk.Status("a").Note is null);
    }

    [Fact]
    public async Task For_a_further_replica_only_what_nobody_has_used_for_long_makes_room()
    {
        var runner = new NumberedRunner(100);
        await using var desk = new EngineDesk(runner: runner, cards: [EngineDesk.Card("idle", 40), Card("a", 2, 2, 40)]);
        await desk.RunAsync("idle");
        await desk.RunAsync("a");
        await desk.UntilIdleAsync("a");
        Assert.Equal((1, 1), (desk.Ready("idle"), desk.Ready("a")));

        desk.Time.Advance(desk.Options.ReplicaLowFor);
        await desk.RunAsync("a");

        await desk.UntilReadyAsync("a", 2);
        Assert.Equal(0, desk.Ready("idle"));
        Assert.Null(desk.Status("a").Note);
        Assert.Empty(runner.Wrong);
    }

    [Fact]
    public async Task Who_needs_room_gets_that_of_a_replica_too_many_first_even_where_it_works()
    {
        var gate = new TaskCompletionSource();
        var runner = new NumberedRunner(100);
        await using var desk = new EngineDesk(runner: runner, cards: [EngineDesk.Card("idle", 30), Card("a", 1, 2, 30), EngineDesk.Card("b", 30)]);
        await desk.RunAsync("idle");
        await Busy(desk, runner, "a", jobs: 40);
        await desk.UntilReadyAsync("a", 2);
        runner.Script = async (model, batch, token) =>
        {
            await (model.Card.Id.Value == "a" ? gate.Task : Task.CompletedTask);
            return await NumberedRunner.EchoAsync(model, batch, token);
        };
        ModelJob[] jobs = [await desk.EnqueueAsync("a"), await desk.EnqueueAsync("a")];
        await EngineDesk.UntilAsync(() => runner.Models.Values.Count(model => model.Running > 0) == 2);

        var needy = await desk.EnqueueAsync("b");
        await desk.UntilAsync("b", ReplicaPhase.Waiting);
        Assert.Contains(desk.Engine.StatusOf(new("a")), replica => replica.Phase is ReplicaPhase.Draining);
        gate.SetResult();

        Assert.IsType<AttemptSucceeded>(await desk.EndOf(needy));
        Assert.All(await Task.WhenAll(jobs.Select(desk.EndOf)), end => Assert.IsType<AttemptSucceeded>(end));
        Assert.Equal((1, 1, 1), (desk.Ready("idle"), desk.Ready("a"), desk.Ready("b")));
        Assert.Empty(runner.Wrong);
    }

    [Theory]
    [InlineData(1000, 0)]
    [InlineData(60, 1)]
    public async Task A_card_that_changes_takes_one_replica_after_the_other_and_one_serves_at_any_time(long budget, int alone)
    {
        var runner = new NumberedRunner(budget);
        var least = int.MaxValue;
        await using var desk = new EngineDesk(options => options.CpuMemoryBytes = budget, runner, Card("a", 2, 2, 30));
        await desk.RunAsync("a");
        await desk.UntilReadyAsync("a", 2);
        runner.Loading = (_, _) =>
        {
            least = Math.Min(least, desk.Ready("a"));
            return Task.CompletedTask;
        };

        var changed = Card("a", 2, 2, 30) with { Description = "anew" };
        desk.Catalog.Change(changed);
        while (desk.Engine.StatusOf(new("a")) is var replicas && (runner.Loads < 4 - alone || replicas.Any(replica => replica.Phase is not ReplicaPhase.Ready)))
        {
            Assert.IsType<AttemptSucceeded>(await desk.RunAsync("a"));
        }

        // Where there is room for two in all, the second made room for the first to be replaced side by side.
        Assert.Equal(2 - alone, least);
        Assert.All(runner.Models.Values.Where(model => !model.IsGone), model => Assert.Equal("anew", model.Card.Description));
        Assert.Empty(runner.Wrong);
        Assert.Null(desk.Status("a").LastFault);
    }

    [Fact]
    public async Task A_card_that_goes_takes_all_its_replicas_with_it()
    {
        var runner = new NumberedRunner();
        await using var desk = new EngineDesk(runner: runner, cards: Card("a", 3, 3));
        await desk.RunAsync("a");
        await desk.UntilReadyAsync("a", 3);

        desk.Catalog.Remove(new("a"));

        await EngineDesk.UntilAsync(() => desk.Engine.StatusOf(new("a")) is [{ Phase: ReplicaPhase.Unloaded }] && runner.Unloads == 3);
        Assert.Equal(0, runner.Held);
    }

    [Fact]
    public async Task A_model_that_is_loaded_at_the_start_has_its_least_before_anybody_asks()
    {
        var runner = new NumberedRunner();
        await using var desk = new EngineDesk(runner: runner, cards: Card("a", 2, 4) with { Preload = true });

        await desk.Engine.PreloadAsync(default);

        await desk.UntilReadyAsync("a", 2);
        Assert.Equal(2, runner.Loads);
    }

    [Fact]
    public async Task What_is_not_loaded_is_one_and_says_what_counts_instead()
    {
        await using var desk = new EngineDesk(runner: new ScriptedRunner(ScriptedRunner.Echo), cards: Card("a", 2, 4));

        Assert.IsType<AttemptSucceeded>(await desk.RunAsync("a"));

        Assert.Contains("concurrency", Assert.Single(desk.Engine.StatusOf(new("a"))).Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deadline_is_held_against_all_replicas_together()
    {
        var (gate, runner) = (new TaskCompletionSource(), new NumberedRunner());
        await using var desk = new EngineDesk(runner: runner, cards: Card("a", 2, 2));
        runner.Script = (model, batch, token) =>
        {
            desk.Time.Advance(10 * Second);
            return NumberedRunner.EchoAsync(model, batch, token);
        };
        await desk.RunAsync("a");
        await desk.UntilReadyAsync("a", 2);
        runner.Script = async (model, batch, token) =>
        {
            await gate.Task;
            return await NumberedRunner.EchoAsync(model, batch, token);
        };
        for (var i = 0; i < 3; i++)
        {
            await desk.EnqueueAsync("a");
        }

        // Two run and one waits: of 10 s each, half of what it would be with one replica.
        await Assert.ThrowsAsync<JarvisException>(() => desk.EnqueueAsync("a", desk.Job(timeLeft: 15 * Second)));
        await desk.EnqueueAsync("a", desk.Job(timeLeft: 25 * Second));
        gate.SetResult();
    }

    private static ModelCard Card(string id, int least, int most, long bytes = 10) =>
        EngineDesk.Card(id, bytes) with { Replicas = new ReplicaRange(least, most) };

    private static TimeSpan Rounded(TimeSpan time) => TimeSpan.FromMilliseconds((long)time.TotalMilliseconds);

    /// <summary>Time that passes second by second, for a timer that is told of a leap knows nothing of what was before.</summary>
    private static void Pass(EngineDesk desk, TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= Second)
        {
            desk.Time.Advance(Second);
        }
    }

    /// <summary>A second's work every second.</summary>
    private static async Task Busy(EngineDesk desk, NumberedRunner runner, string model, int jobs)
    {
        var script = runner.Script;
        runner.Script = (loaded, batch, token) =>
        {
            desk.Time.Advance(Second);
            return script(loaded, batch, token);
        };
        for (var i = 0; i < jobs; i++)
        {
            Assert.IsType<AttemptSucceeded>(await desk.RunAsync(model));
            await desk.UntilIdleAsync(model);
        }

        runner.Script = script;
    }
}
