using System.Collections.Immutable;
using System.Security.Cryptography;
using Jarvis.Conformance.Hosts;
using Jarvis.Conversations;
using Jarvis.Errors;
using Jarvis.Models;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Models;

/// <summary>Loading, room, reloading and refusal, with models whose memory is counted.</summary>
public sealed class ModelEngineTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_model_is_loaded_and_warmed_up_when_it_is_first_asked_for_and_stays()
    {
        var warmed = 0;
        await using var desk = new EngineDesk(cards: EngineDesk.Card("a"));
        desk.Runner.Warming = _ => Task.FromResult(Interlocked.Increment(ref warmed));
        Assert.Empty(desk.Engine.StatusOf(new("a")));

        Assert.IsType<AttemptSucceeded>(await desk.RunAsync("a"));
        Assert.IsType<AttemptSucceeded>(await desk.RunAsync("a"));

        Assert.Equal(["+a"], desk.Runner.Log);
        Assert.Equal(1, warmed);
        await desk.UntilAsync("a", ReplicaPhase.Ready);
        Assert.Equal((ReplicaPhase.Ready, 10), (desk.Status("a").Phase, desk.Status("a").MemoryBytes));
    }

    [Fact]
    public async Task A_model_whose_card_says_so_is_loaded_before_anybody_asks()
    {
        await using var desk = new EngineDesk(cards: [EngineDesk.Card("a") with { Preload = true }, EngineDesk.Card("b")]);

        await desk.Engine.PreloadAsync(default);

        await desk.UntilAsync("a", ReplicaPhase.Ready);
        Assert.Equal(["+a"], desk.Runner.Log);
    }

    [Fact]
    public async Task The_least_recently_used_makes_room_and_the_budget_is_never_passed()
    {
        await using var desk = new EngineDesk(cards: [EngineDesk.Card("a", 40), EngineDesk.Card("b", 40), EngineDesk.Card("c", 40)]);
        foreach (var model in (string[])["a", "b", "a"])
        {
            Assert.IsType<AttemptSucceeded>(await desk.RunAsync(model));
            desk.Time.Advance(Minute);
        }

        Assert.IsType<AttemptSucceeded>(await desk.RunAsync("c"));

        Assert.Equal(["+a", "+b", "-b", "+c"], desk.Runner.Log);
        Assert.Equal(80, desk.Runner.MostHeld);
    }

    [Fact]
    public async Task Nobody_is_sent_away_who_runs_and_who_needs_the_room_waits()
    {
        var (running, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var desk = new EngineDesk(cards: [EngineDesk.Card("a", 60), EngineDesk.Card("b", 60)]);
        desk.Runner.Script = async (card, request, token) =>
        {
            if (card.Id.Value == "a")
            {
                running.SetResult();
                await gate.Task;
            }

            return await ScriptedRunner.Echo(card, request, token);
        };

        var first = await desk.EnqueueAsync("a");
        await running.Task.WaitAsync(EngineDesk.Patience);
        var second = await desk.EnqueueAsync("b");
        await desk.UntilAsync("b", ReplicaPhase.Waiting);
        Assert.Equal(["+a"], desk.Runner.Log);
        gate.SetResult();

        Assert.IsType<AttemptSucceeded>(await desk.EndOf(first));
        Assert.IsType<AttemptSucceeded>(await desk.EndOf(second));
        Assert.Equal(["+a", "-a", "+b"], desk.Runner.Log);
        Assert.Equal(60, desk.Runner.MostHeld);
    }

    [Fact]
    public async Task What_can_never_fit_is_refused_with_what_it_needs_and_what_there_is()
    {
        await using var desk = new EngineDesk(
            options => options.CpuMemoryBytes = 100L << 20, cards: [EngineDesk.Card("pinned", 60L << 20, pinned: true), EngineDesk.Card("b", 50L << 20)]);
        await desk.RunAsync("pinned");

        var failed = Assert.IsType<AttemptFailed>(await desk.RunAsync("b"));

        Assert.Equal((ErrorCode.ModelUnavailable, false), (failed.Error.Code, failed.Error.Retryable));
        Assert.Contains("needs 50 MiB", failed.Error.Message, StringComparison.Ordinal);
        Assert.Contains("100 MiB on cpu, 60 MiB of it held by pinned models", failed.Error.Message, StringComparison.Ordinal);
        Assert.Equal(["+pinned"], desk.Runner.Log);
    }

    [Fact]
    public async Task A_model_that_does_not_let_go_keeps_its_memory_and_keeps_nobody_from_going_on()
    {
        var gate = new TaskCompletionSource();
        await using var desk = new EngineDesk(cards: [EngineDesk.Card("a", 60), EngineDesk.Card("b", 60), EngineDesk.Card("c", 30)]);
        desk.Runner.Unloading = card => card.Id.Value == "a" ? gate.Task : Task.CompletedTask;
        await desk.RunAsync("a");

        var waiting = await desk.EnqueueAsync("b");
        await desk.UntilAsync("a", ReplicaPhase.Unloaded);
        await desk.UntilAsync("b", ReplicaPhase.Waiting);
        Assert.Equal(60, desk.Runner.Held);
        gate.SetResult();

        Assert.IsType<AttemptSucceeded>(await desk.EndOf(waiting));
        Assert.Equal(60, desk.Runner.MostHeld);
    }

    [Fact]
    public async Task A_card_that_changes_is_loaded_beside_the_old_one_which_serves_until_then()
    {
        var gate = new TaskCompletionSource();
        var loading = new TaskCompletionSource();
        var (old, changed) = (EngineDesk.Card("a"), EngineDesk.Card("a") with { Description = "anew" });
        await using var desk = new EngineDesk(cards: old);
        desk.Runner.Script = (card, _, _) => Task.FromResult(ModelOutcome.Success(ModelOutput.FromText("text", card.Description)));
        desk.Runner.Loading = async (card, _) =>
        {
            if (card.Description == "anew")
            {
                loading.TrySetResult();
                await gate.Task;
            }
        };
        Assert.Equal(old.Description, TextOf(await desk.RunAsync("a")));

        desk.Catalog.Change(changed);
        await loading.Task.WaitAsync(EngineDesk.Patience);
        Assert.Equal(old.Description, TextOf(await desk.RunAsync("a")));
        gate.SetResult();
        await EngineDesk.UntilAsync(() => desk.Runner.Log.Count == 3);

        Assert.Equal("anew", TextOf(await desk.RunAsync("a")));
        Assert.Equal(["+a", "+a", "-a"], desk.Runner.Log);
    }

    [Fact]
    public async Task Where_both_do_not_fit_the_old_one_goes_first_and_no_request_fails()
    {
        await using var desk = new EngineDesk(cards: EngineDesk.Card("a", 60));
        await desk.RunAsync("a");
        var jobs = new List<ModelJob>();

        for (var i = 0; i < 300; i++)
        {
            if (i % 100 == 50)
            {
                desk.Catalog.Change(EngineDesk.Card("a", 60) with { Description = $"version {i}" });
            }

            jobs.Add(await desk.EnqueueAsync("a"));
        }

        foreach (var job in jobs)
        {
            Assert.IsType<AttemptSucceeded>(await desk.EndOf(job));
        }

        Assert.Equal(60, desk.Runner.MostHeld);
    }

    [Fact]
    public async Task The_same_card_with_other_files_is_loaded_anew_and_with_the_same_files_is_not()
    {
        await using var desk = new EngineDesk(cards: EngineDesk.Card("a"));
        await desk.RunAsync("a");

        desk.Catalog.Change(EngineDesk.Card("a"));
        await desk.RunAsync("a");
        Assert.Equal(["+a"], desk.Runner.Log);
        desk.Catalog.Change(EngineDesk.Card("a"), fingerprint: "other");
        await desk.RunAsync("a");
        await EngineDesk.UntilAsync(() => desk.Runner.Log.Count == 3);

        Assert.Equal(["+a", "+a", "-a"], desk.Runner.Log);
    }

    [Fact]
    public async Task A_new_card_that_cannot_be_loaded_leaves_the_old_one_at_work()
    {
        await using var desk = new EngineDesk(cards: EngineDesk.Card("a"));
        desk.Runner.Loading = (card, _) => card.Description == "broken" ? throw Error.ModelUnavailable("The file is damaged.") : Task.CompletedTask;
        await desk.RunAsync("a");

        desk.Catalog.Change(EngineDesk.Card("a") with { Description = "broken" });
        await desk.RunAsync("a");
        await EngineDesk.UntilAsync(() => desk.Status("a").LastFault is not null);

        Assert.IsType<AttemptSucceeded>(await desk.RunAsync("a"));
        Assert.Equal("The file is damaged.", desk.Status("a").LastFault);
    }

    [Fact]
    public async Task A_card_that_goes_lets_what_runs_end_and_turns_away_what_waits()
    {
        var (running, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var desk = new EngineDesk(cards: EngineDesk.Card("a"));
        desk.Runner.Script = async (card, request, token) =>
        {
            running.TrySetResult();
            await gate.Task;
            return await ScriptedRunner.Echo(card, request, token);
        };
        var first = await desk.EnqueueAsync("a");
        await running.Task.WaitAsync(EngineDesk.Patience);
        var second = await desk.EnqueueAsync("a");

        desk.Catalog.Remove(new("a"));

        Assert.Equal(ErrorCode.ModelUnavailable, Assert.IsType<AttemptFailed>(await desk.EndOf(second)).Error.Code);
        gate.SetResult();
        Assert.IsType<AttemptSucceeded>(await desk.EndOf(first));
        await EngineDesk.UntilAsync(() => desk.Runner.Held == 0);
    }

    [Fact]
    public async Task A_file_that_is_not_the_cards_is_not_loaded()
    {
        var folder = Directory.CreateTempSubdirectory("weights-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "weights.bin"), "weights");
            var right = EngineDesk.Card("right") with
            {
                Directory = folder,
                Files = ImmutableDictionary<string, string>.Empty.Add(
                    "weights.bin", new string('0', 64)),
            };
            var hash = Convert.ToHexStringLower(SHA256.HashData("weights"u8));
            await using var desk = new EngineDesk(cards: [right, right with { Id = new("good"), Files = right.Files.SetItem("weights.bin", hash) }]);

            var failed = Assert.IsType<AttemptFailed>(await desk.RunAsync("right"));
            Assert.Equal(ErrorCode.ModelUnavailable, failed.Error.Code);
            Assert.Contains("'weights.bin'", failed.Error.Message, StringComparison.Ordinal);
            Assert.IsType<AttemptSucceeded>(await desk.RunAsync("good"));
            Assert.Equal(["+good"], desk.Runner.Log);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task One_job_more_than_fits_is_refused_and_one_that_is_there_already_is_not()
    {
        var gate = new TaskCompletionSource();
        await using var desk = new EngineDesk(options => options.QueueCapacity = 1, cards: EngineDesk.Card("a"));
        desk.Runner.Loading = (_, _) => gate.Task;
        var waiting = await desk.EnqueueAsync("a");

        await desk.EnqueueAsync("a", waiting);
        var refused = await Assert.ThrowsAsync<JarvisException>(() => desk.EnqueueAsync("a"));
        desk.Engine.Cancel(new("a"), waiting.Id);
        var next = await desk.EnqueueAsync("a");
        gate.SetResult();

        Assert.Equal((ErrorCode.Overloaded, true), (refused.Code, refused.Retryable));
        Assert.True(refused.RetryAfter > TimeSpan.Zero);
        Assert.IsType<AttemptSucceeded>(await desk.EndOf(next));
        Assert.False(desk.HasNews(waiting));
        Assert.Equal(1, desk.Status("a").Refused);
    }

    [Fact]
    public async Task A_device_holds_no_more_jobs_than_it_may_whatever_models_they_are_for()
    {
        await using var desk = new EngineDesk(options => options.DeviceQueueCapacity = 2, cards: [EngineDesk.Card("a"), EngineDesk.Card("b")]);
        desk.Runner.Loading = (_, token) => Forever.Async(token);
        await desk.EnqueueAsync("a");
        await desk.EnqueueAsync("b");

        var refused = await Assert.ThrowsAsync<JarvisException>(() => desk.EnqueueAsync("b"));

        Assert.Equal(ErrorCode.Overloaded, refused.Code);
        Assert.NotNull(refused.RetryAfter);
    }

    [Fact]
    public async Task What_cannot_make_its_deadline_is_refused_at_once_with_when_to_come_again()
    {
        var gate = new TaskCompletionSource();
        var running = new TaskCompletionSource();
        var slow = true;
        await using var desk = new EngineDesk(cards: EngineDesk.Card("a"));
        desk.Runner.Script = async (card, request, token) =>
        {
            if (slow)
            {
                desk.Time.Advance(TimeSpan.FromSeconds(10));
            }
            else
            {
                running.TrySetResult();
                await gate.Task;
            }

            return await ScriptedRunner.Echo(card, request, token);
        };
        await desk.RunAsync("a");
        slow = false;
        await desk.EnqueueAsync("a");
        await running.Task.WaitAsync(EngineDesk.Patience);
        await desk.EnqueueAsync("a");

        var refused = await Assert.ThrowsAsync<JarvisException>(() => desk.EnqueueAsync("a", desk.Job(timeLeft: TimeSpan.FromSeconds(12))));
        await desk.EnqueueAsync("a", desk.Job(timeLeft: TimeSpan.FromMinutes(5)));
        gate.SetResult();

        Assert.Equal(ErrorCode.Overloaded, refused.Code);
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Contains("12,000 ms left", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_waits_goes_before_who_does_not_and_tenants_take_turns()
    {
        var gate = new TaskCompletionSource();
        var order = new List<string>();
        await using var desk = new EngineDesk(cards: EngineDesk.Card("a"));
        desk.Runner.Loading = (_, _) => gate.Task;
        desk.Runner.Script = async (card, request, token) =>
        {
            order.Add(await request.One("text").ReadTextAsync(10, token));
            return await ScriptedRunner.Echo(card, request, token);
        };
        var jobs = new List<ModelJob>();
        foreach (var (text, tenant, priority) in new[]
        {
            ("batch", "x", TurnPriority.Batch), ("x1", "x", TurnPriority.Interactive), ("x2", "x", TurnPriority.Interactive),
            ("x3", "x", TurnPriority.Interactive), ("y1", "y", TurnPriority.Interactive),
        })
        {
            jobs.Add(await desk.EnqueueAsync("a", desk.Job(text, tenant: tenant, priority: priority)));
        }

        gate.SetResult();
        foreach (var job in jobs)
        {
            await desk.EndOf(job);
        }

        Assert.Equal(["x1", "y1", "x2", "x3", "batch"], order);
    }

    [Fact]
    public async Task When_the_host_stops_what_is_loaded_is_let_go_of_and_nothing_more_is_told()
    {
        var running = new TaskCompletionSource();
        var desk = new EngineDesk(options => options.StopTimeout = TimeSpan.FromSeconds(5), cards: [EngineDesk.Card("a"), EngineDesk.Card("b")]);
        desk.Runner.Script = async (card, request, token) =>
        {
            if (card.Id.Value == "a")
            {
                running.SetResult();
                await Forever.Async(token);
            }

            return await ScriptedRunner.Echo(card, request, token);
        };
        await desk.RunAsync("b");
        var job = await desk.EnqueueAsync("a");
        await running.Task.WaitAsync(EngineDesk.Patience);
        Assert.IsType<AttemptStarted>(await desk.NextOf(job));

        await desk.DisposeAsync().AsTask().WaitAsync(EngineDesk.Patience);

        Assert.Equal(0, desk.Runner.Held);
        Assert.False(desk.HasNews(job));
        await Assert.ThrowsAsync<JarvisException>(() => desk.EnqueueAsync("a"));
    }

    private static string TextOf(AttemptReport report) => Assert.IsType<AttemptSucceeded>(report).Outputs["text"].Single().Text!;
}
