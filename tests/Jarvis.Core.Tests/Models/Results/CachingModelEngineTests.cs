using System.Collections.Immutable;
using Jarvis.Conformance.Hosts;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Models.Results;
using Jarvis.Planning;
using Jarvis.Resources;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Models.Results;

public sealed class CachingModelEngineTests
{
    private static readonly ModelCard Card = EngineDesk.Card("a") with { Deterministic = true, Concurrency = 8 };

    private readonly ResultCacheOptions _options = new();
    private int _runs;

    [Fact]
    public async Task The_same_asked_again_is_answered_without_a_run_and_belongs_to_who_asked()
    {
        await using var desk = Desk(Card);
        var engine = Cached(desk);
        var first = await RunAsync(desk, engine, desk.Job("x"));

        var job = desk.Job("x");
        var again = await RunAsync(desk, engine, job);

        Assert.Equal((1, false, true), (_runs, first.Cached, again.Cached));
        var output = again.Outputs["text"].Single();
        Assert.Equal(first.Outputs["text"].Single().Id, output.Id);
        Assert.Equal(job.Id.Task, output.Lineage!.Task);
    }

    [Fact]
    public async Task What_differs_in_anything_that_counts_is_run()
    {
        await using var desk = Desk(Card);
        var engine = Cached(desk);
        var job = desk.Job("x");
        await RunAsync(desk, engine, job);
        ModelJob[] others =
        [
            desk.Job("y"),
            desk.Job("x", tenant: "other"),
            desk.Job("x") with { TaskType = TaskTypes.Summarization },
            desk.Job("x") with { Options = ImmutableDictionary<string, string>.Empty.Add("target", "es") },
            desk.Job("x") with { Inputs = job.Inputs.Add("more", [new TaskInput(null, "x")]) },
            desk.Job("x") with { Inputs = job.Inputs.SetItem("text", [new TaskInput(null, "x"), new TaskInput(null, "")]) },
        ];

        foreach (var other in others)
        {
            Assert.False((await RunAsync(desk, engine, other)).Cached);
        }

        desk.Catalog.Change(Card with { Version = "2" });
        Assert.False((await RunAsync(desk, engine, desk.Job("x"))).Cached);
        desk.Catalog.Change(Card with { Version = "2" }, fingerprint: "other weights");
        Assert.False((await RunAsync(desk, engine, desk.Job("x"))).Cached);
        Assert.Equal(others.Length + 3, _runs);
    }

    [Fact]
    public async Task A_model_that_may_answer_otherwise_is_always_asked()
    {
        await using var desk = Desk(Card with { Deterministic = false });
        var engine = Cached(desk);
        await RunAsync(desk, engine, desk.Job("x"));

        await RunAsync(desk, engine, desk.Job("x"));

        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task A_result_that_may_be_shared_is_copied_to_who_asks_and_says_nothing_of_whose_it_was()
    {
        await using var desk = Desk(Card with { ShareResults = true });
        var engine = Cached(desk);
        await RunAsync(desk, engine, desk.Job("x", tenant: "one"));

        var job = desk.Job("x", tenant: "two");
        var shared = await RunAsync(desk, engine, job);

        Assert.Equal((1, true), (_runs, shared.Cached));
        var output = shared.Outputs["text"].Single();
        Assert.NotNull(await desk.Resources.FindAsync(TenantId.Parse("two"), output.Id, default));
        Assert.Equal(job.Id.Task, output.Lineage!.Task);
    }

    [Fact]
    public async Task Of_shared_results_one_tenant_does_not_learn_what_another_called_its_file()
    {
        await using var desk = Desk(Card with { ShareResults = true });
        var engine = Cached(desk);
        foreach (var (tenant, name) in new[] { ("one", "secret plan.txt"), ("two", "notes.txt") })
        {
            using var bytes = new MemoryStream("the same"u8.ToArray());
            var file = await desk.Resources.AddAsync(TenantId.Parse(tenant), bytes, new ResourceDescription(name), default);
            var job = desk.Job(tenant: tenant);
            Assert.False((await RunAsync(desk, engine, job with { Inputs = job.Inputs.SetItem("text", [new TaskInput(file)]) })).Cached);
        }
    }

    [Fact]
    public async Task A_result_whose_file_is_gone_is_none()
    {
        await using var desk = Desk(Card);
        using var empty = new InMemoryResourceStore();
        var first = await RunAsync(desk, Cached(desk), desk.Job("x"));
        var forgetful = new CachingModelEngine(desk.Engine, desk.Catalog, empty, _options);
        await RunAsync(desk, forgetful, desk.Job("x"));

        var again = await RunAsync(desk, forgetful, desk.Job("x"));

        Assert.False(first.Cached);
        Assert.Equal((3, false), (_runs, again.Cached));
    }

    [Fact]
    public async Task Failures_are_not_remembered()
    {
        await using var desk = Desk(Card);
        var engine = Cached(desk);
        desk.Runner.Script = (_, _, _) => Task.FromResult(ModelOutcome.Failure(new JarvisError(ErrorCode.ModelFailed, "No.")));
        Assert.IsType<AttemptFailed>(await desk.EndOf(await desk.EnqueueAsync("a", desk.Job("x"), engine)));
        desk.Runner.Script = Count;

        Assert.False((await RunAsync(desk, engine, desk.Job("x"))).Cached);
    }

    [Fact]
    public async Task Nothing_is_remembered_where_nothing_may_be()
    {
        _options.MaxEntries = 0;
        await using var desk = Desk(Card);
        var engine = Cached(desk);
        await RunAsync(desk, engine, desk.Job("x"));

        await RunAsync(desk, engine, desk.Job("x"));

        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task What_is_asked_several_times_at_once_runs_once_and_all_are_told()
    {
        await using var desk = Desk(Card);
        var engine = Cached(desk);
        var (running, gate) = Hold(desk);
        var first = await desk.EnqueueAsync("a", desk.Job("x"), engine);
        await running.Task.WaitAsync(EngineDesk.Patience);
        var second = await desk.EnqueueAsync("a", desk.Job("x"), engine);
        var third = await desk.EnqueueAsync("a", desk.Job("x"), engine);
        gate.SetResult();

        var results = new List<AttemptSucceeded>();
        foreach (var job in (ModelJob[])[first, second, third])
        {
            Assert.IsType<AttemptStarted>(await desk.NextOf(job));
            results.Add(Assert.IsType<AttemptSucceeded>(await desk.EndOf(job)));
        }

        Assert.Equal(1, _runs);
        Assert.Equal([false, true, true], results.Select(result => result.Cached));
        Assert.Equal([first.Id, second.Id, third.Id], results.Select(result => result.Id));
    }

    [Fact]
    public async Task Who_came_first_may_leave_and_the_others_still_get_the_result()
    {
        await using var desk = Desk(Card);
        var engine = Cached(desk);
        var (running, gate) = Hold(desk);
        var first = await desk.EnqueueAsync("a", desk.Job("x"), engine);
        await running.Task.WaitAsync(EngineDesk.Patience);
        var second = await desk.EnqueueAsync("a", desk.Job("x"), engine);
        Assert.IsType<AttemptStarted>(await desk.NextOf(first));

        engine.Cancel(Card.Id, first.Id);
        gate.SetResult();

        Assert.False(Assert.IsType<AttemptSucceeded>(await desk.EndOf(second)).Cached);
        Assert.False(desk.HasNews(first));
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task What_two_tenants_ask_at_once_of_a_model_that_shares_runs_once_and_each_has_files_of_its_own()
    {
        await using var desk = Desk(Card with { ShareResults = true });
        var engine = Cached(desk);
        var (running, gate) = Hold(desk);
        var first = await desk.EnqueueAsync("a", desk.Job("x", tenant: "one"), engine);
        await running.Task.WaitAsync(EngineDesk.Patience);
        var second = await desk.EnqueueAsync("a", desk.Job("x", tenant: "two"), engine);
        gate.SetResult();

        var (own, shared) = (Assert.IsType<AttemptSucceeded>(await desk.EndOf(first)), Assert.IsType<AttemptSucceeded>(await desk.EndOf(second)));

        Assert.Equal((1, false, true), (_runs, own.Cached, shared.Cached));
        var output = shared.Outputs["text"].Single();
        Assert.Equal(second.Id.Task, output.Lineage!.Task);
        Assert.NotNull(await desk.Resources.FindAsync(TenantId.Parse("two"), output.Id, default));
        Assert.Equal(1, engine.StatusOf(Card.Id)[0].Cached);
    }

    [Fact]
    public async Task What_two_tenants_ask_at_once_of_a_model_that_does_not_share_runs_for_each()
    {
        await using var desk = Desk(Card);
        var engine = Cached(desk);
        var (running, gate) = Hold(desk);
        var first = await desk.EnqueueAsync("a", desk.Job("x", tenant: "one"), engine);
        await running.Task.WaitAsync(EngineDesk.Patience);
        var second = await desk.EnqueueAsync("a", desk.Job("x", tenant: "two"), engine);
        gate.SetResult();

        Assert.False(Assert.IsType<AttemptSucceeded>(await desk.EndOf(first)).Cached);
        Assert.False(Assert.IsType<AttemptSucceeded>(await desk.EndOf(second)).Cached);
        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task When_the_tenant_that_came_first_leaves_another_gets_the_result_and_pays_for_it()
    {
        await using var desk = Desk(Card with { ShareResults = true, PricePerCall = 2 });
        var engine = Cached(desk);
        var (running, gate) = Hold(desk);
        var first = await desk.EnqueueAsync("a", desk.Job("x", tenant: "one"), engine);
        await running.Task.WaitAsync(EngineDesk.Patience);
        var second = await desk.EnqueueAsync("a", desk.Job("x", tenant: "two"), engine);
        var third = await desk.EnqueueAsync("a", desk.Job("x", tenant: "three"), engine);
        Assert.IsType<AttemptStarted>(await desk.NextOf(first));

        engine.Cancel(Card.Id, first.Id);
        gate.SetResult();

        var (paid, known) = (Assert.IsType<AttemptSucceeded>(await desk.EndOf(second)), Assert.IsType<AttemptSucceeded>(await desk.EndOf(third)));
        Assert.Equal((1, false, 2m), (_runs, paid.Cached, paid.Price));
        Assert.Equal((true, null), (known.Cached, known.Price));
        Assert.NotNull(await desk.Resources.FindAsync(TenantId.Parse("three"), known.Outputs["text"].Single().Id, default));
        Assert.False(desk.HasNews(first));
    }

    [Fact]
    public async Task A_tenant_that_leaves_while_it_waits_for_anothers_run_is_told_nothing_more()
    {
        await using var desk = Desk(Card with { ShareResults = true });
        var engine = Cached(desk);
        var (running, gate) = Hold(desk);
        var first = await desk.EnqueueAsync("a", desk.Job("x", tenant: "one"), engine);
        await running.Task.WaitAsync(EngineDesk.Patience);
        var second = await desk.EnqueueAsync("a", desk.Job("x", tenant: "two"), engine);
        Assert.IsType<AttemptStarted>(await desk.NextOf(second));

        engine.Cancel(Card.Id, second.Id);
        gate.SetResult();

        Assert.IsType<AttemptSucceeded>(await desk.EndOf(first));
        Assert.False(desk.HasNews(second));
    }

    [Fact]
    public async Task How_often_a_model_was_spared_is_told_with_its_replica()
    {
        await using var desk = Desk(Card);
        var engine = Cached(desk);
        Assert.Empty(engine.StatusOf(Card.Id));
        for (var i = 0; i < 3; i++)
        {
            await RunAsync(desk, engine, desk.Job("x"));
        }

        Assert.Equal((1, 2), (engine.StatusOf(Card.Id)[0].Succeeded, engine.StatusOf(Card.Id)[0].Cached));
    }

    [Fact]
    public async Task When_all_have_left_the_run_is_stopped_and_the_next_is_a_run_of_its_own()
    {
        var (running, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var desk = Desk(Card);
        var engine = Cached(desk);
        desk.Runner.Script = async (_, _, token) =>
        {
            token.Register(stopped.SetResult);
            running.SetResult();
            await Forever.Async(token);
            throw new InvalidOperationException();
        };
        var first = await desk.EnqueueAsync("a", desk.Job("x"), engine);
        await running.Task.WaitAsync(EngineDesk.Patience);
        var second = await desk.EnqueueAsync("a", desk.Job("x"), engine);

        engine.Cancel(Card.Id, second.Id);
        Assert.False(stopped.Task.IsCompleted);
        engine.Cancel(Card.Id, first.Id);

        await stopped.Task.WaitAsync(EngineDesk.Patience);
        desk.Runner.Script = Count;
        Assert.False((await RunAsync(desk, engine, desk.Job("x"))).Cached);
    }

    [Fact]
    public async Task When_the_time_of_who_came_first_is_up_the_next_runs_in_its_place()
    {
        await using var desk = Desk(Card);
        var engine = Cached(desk);
        var running = new TaskCompletionSource();
        desk.Runner.Script = async (_, _, token) =>
        {
            desk.Runner.Script = Count;
            running.SetResult();
            await Forever.Async(token);
            throw new InvalidOperationException();
        };
        var first = await desk.EnqueueAsync("a", desk.Job("x", timeLeft: TimeSpan.FromSeconds(10)), engine);
        await running.Task.WaitAsync(EngineDesk.Patience);
        var second = await desk.EnqueueAsync("a", desk.Job("x"), engine);

        desk.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(ErrorCode.DeadlineExceeded, Assert.IsType<AttemptFailed>(await desk.EndOf(first)).Error.Code);
        Assert.False(Assert.IsType<AttemptSucceeded>(await desk.EndOf(second)).Cached);
    }

    [Fact]
    public async Task What_fails_for_one_fails_for_all_who_asked_the_same()
    {
        await using var desk = Desk(Card);
        var engine = Cached(desk);
        var (running, gate) = Hold(desk, ModelOutcome.Failure(new JarvisError(ErrorCode.ModelFailed, "No.")));
        var first = await desk.EnqueueAsync("a", desk.Job("x"), engine);
        await running.Task.WaitAsync(EngineDesk.Patience);
        var second = await desk.EnqueueAsync("a", desk.Job("x"), engine);
        gate.SetResult();

        Assert.Equal("No.", Assert.IsType<AttemptFailed>(await desk.EndOf(first)).Error.Message);
        Assert.Equal("No.", Assert.IsType<AttemptFailed>(await desk.EndOf(second)).Error.Message);
    }

    [Fact]
    public void A_cache_keeps_what_was_used_last_within_its_number_and_its_size()
    {
        var cache = new ResultCache(new ResultCacheOptions { MaxEntries = 2 });
        var small = new KnownResult(TenantId.Local, ImmutableDictionary<string, ImmutableArray<Resource>>.Empty);
        cache.Add(new ResultKey("1"), small);
        cache.Add(new ResultKey("2"), small);
        Assert.NotNull(cache.Find(new ResultKey("1")));
        cache.Add(new ResultKey("3"), small);
        Assert.Null(cache.Find(new ResultKey("2")));
        Assert.NotNull(cache.Find(new ResultKey("1")));

        var tight = new ResultCache(new ResultCacheOptions { MaxBytes = small.Bytes + 10 });
        tight.Add(new ResultKey("1"), small);
        tight.Add(new ResultKey("2"), small);
        Assert.Null(tight.Find(new ResultKey("1")));
        var resource = new Resource(new ResourceId(new string('0', 64)), "text/plain", 1, "a.txt") { Text = new string('x', 4096) };
        tight.Add(new ResultKey("3"), new KnownResult(TenantId.Local, small.Outputs.Add("text", [resource])));
        Assert.Null(tight.Find(new ResultKey("3")));
    }

    private EngineDesk Desk(ModelCard card)
    {
        var desk = new EngineDesk(cards: card);
        desk.Runner.Script = Count;
        return desk;
    }

    private CachingModelEngine Cached(EngineDesk desk) => new(desk.Engine, desk.Catalog, desk.Resources, _options);

    private Task<ModelOutcome> Count(ModelCard card, ModelRequest request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        return ScriptedRunner.Echo(card, request, cancellationToken);
    }

    private (TaskCompletionSource Running, TaskCompletionSource Gate) Hold(EngineDesk desk, ModelOutcome? outcome = null)
    {
        var (running, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        desk.Runner.Script = async (card, request, token) =>
        {
            running.TrySetResult();
            await gate.Task;
            return outcome ?? await Count(card, request, token);
        };
        return (running, gate);
    }

    private static async Task<AttemptSucceeded> RunAsync(EngineDesk desk, CachingModelEngine engine, ModelJob job) =>
        Assert.IsType<AttemptSucceeded>(await desk.EndOf(await desk.EnqueueAsync("a", job, engine)));
}
