using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jarvis.Conformance.Hosts;
using Jarvis.Errors;
using Jarvis.Models;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Models;

/// <summary>Models that throw, hang, answer nonsense and cannot be loaded.</summary>
public sealed class ModelFaultTests
{
    [Theory]
    [InlineData("throws", ErrorCode.Internal)]
    [InlineData("too few", ErrorCode.ModelFailed)]
    [InlineData("nothing", ErrorCode.ModelFailed)]
    [InlineData("null", ErrorCode.ModelFailed)]
    [InlineData("no outputs", ErrorCode.ModelFailed)]
    public async Task A_model_that_breaks_fails_the_request_and_is_made_anew_for_the_next(string how, ErrorCode code)
    {
        var runner = new BreakingRunner { How = how };
        await using var desk = new EngineDesk(runner: runner, cards: EngineDesk.Card("a"));

        var failed = Assert.IsType<AttemptFailed>(await desk.RunAsync("a"));
        runner.How = "";
        Assert.IsType<AttemptSucceeded>(await desk.RunAsync("a"));

        Assert.Equal(code, failed.Error.Code);
        Assert.Equal((2, 1), (runner.Loads, runner.Unloads));
        Assert.NotNull(desk.Status("a").LastFault);
    }

    [Fact]
    public async Task A_model_that_hangs_has_failed_and_another_may_take_over()
    {
        var running = new TaskCompletionSource();
        await using var desk = new EngineDesk(cards: EngineDesk.Card("a"));
        desk.Runner.Script = async (_, _, _) =>
        {
            running.SetResult();
            await Forever.Async(CancellationToken.None);
            throw new InvalidOperationException();
        };
        var job = await desk.EnqueueAsync("a");
        await running.Task.WaitAsync(EngineDesk.Patience);

        desk.Time.Advance(desk.Options.BatchTimeout);

        Assert.Equal((ErrorCode.ModelFailed, false), Assert.IsType<AttemptFailed>(await desk.EndOf(job)).Error is var error ? (error.Code, error.Retryable) : default);
        desk.Runner.Script = ScriptedRunner.Echo;
        Assert.IsType<AttemptSucceeded>(await desk.RunAsync("a"));
        Assert.Equal(["+a", "-a", "+a"], desk.Runner.Log);
    }

    [Fact]
    public async Task A_turn_whose_time_is_up_says_nothing_bad_of_a_model_that_stops()
    {
        var running = new TaskCompletionSource();
        await using var desk = new EngineDesk(options => options.StopTimeout = EngineDesk.Patience, cards: EngineDesk.Card("a"));
        desk.Runner.Script = async (_, _, token) =>
        {
            running.SetResult();
            await Forever.Async(token);
            throw new InvalidOperationException();
        };
        var job = await desk.EnqueueAsync("a", desk.Job(timeLeft: TimeSpan.FromSeconds(10)));
        await running.Task.WaitAsync(EngineDesk.Patience);

        desk.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(ErrorCode.DeadlineExceeded, Assert.IsType<AttemptFailed>(await desk.EndOf(job)).Error.Code);
        desk.Runner.Script = ScriptedRunner.Echo;
        Assert.IsType<AttemptSucceeded>(await desk.RunAsync("a"));
        Assert.Equal(["+a"], desk.Runner.Log);
    }

    [Fact]
    public async Task One_that_breaks_again_and_again_is_left_alone_for_longer_and_says_until_when()
    {
        var runner = new BreakingRunner { How = "throws" };
        await using var desk = new EngineDesk(runner: runner, cards: EngineDesk.Card("a"));
        await desk.RunAsync("a");
        await desk.RunAsync("a");
        await desk.UntilAsync("a", ReplicaPhase.Quarantined);

        var refused = await Assert.ThrowsAsync<JarvisException>(() => desk.EnqueueAsync("a"));
        Assert.Equal((ErrorCode.ModelUnavailable, true), (refused.Code, refused.Retryable));
        Assert.Equal(desk.Options.FirstQuarantine, refused.RetryAfter);
        desk.Time.Advance(desk.Options.FirstQuarantine);
        runner.How = "";

        Assert.IsType<AttemptSucceeded>(await desk.RunAsync("a"));
    }

    [Fact]
    public async Task Who_waits_for_a_model_that_cannot_be_loaded_is_told_why_and_looks_elsewhere()
    {
        await using var desk = new EngineDesk(cards: EngineDesk.Card("a"));
        desk.Runner.Loading = (_, _) => throw new InvalidOperationException("password=hunter2");

        var failed = Assert.IsType<AttemptFailed>(await desk.RunAsync("a"));

        Assert.Equal(ErrorCode.ModelUnavailable, failed.Error.Code);
        Assert.DoesNotContain("hunter2", failed.Error.Message, StringComparison.Ordinal);
        Assert.Equal(0, desk.Status("a").MemoryBytes);
    }

    [Fact]
    public async Task A_model_that_takes_too_long_to_load_is_given_up_and_what_still_comes_is_let_go_of()
    {
        var (loading, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var desk = new EngineDesk(cards: [EngineDesk.Card("a", 60), EngineDesk.Card("b", 60)]);
        desk.Runner.Loading = async (card, _) =>
        {
            if (card.Id.Value == "a")
            {
                loading.SetResult();
                await gate.Task;
            }
        };
        var job = await desk.EnqueueAsync("a");
        await loading.Task.WaitAsync(EngineDesk.Patience);
        desk.Time.Advance(desk.Options.LoadTimeout);
        Assert.Equal(ErrorCode.ModelUnavailable, Assert.IsType<AttemptFailed>(await desk.EndOf(job)).Error.Code);

        // What it may have taken is not given to others before it is certain.
        var other = await desk.EnqueueAsync("b");
        await desk.UntilAsync("b", ReplicaPhase.Waiting);
        gate.SetResult();

        Assert.IsType<AttemptSucceeded>(await desk.EndOf(other));
        Assert.Equal(["+a", "-a", "+b"], desk.Runner.Log);
    }

    [Fact]
    public async Task A_request_on_which_models_break_is_given_up_at_the_third_time_and_its_neighbours_are_not()
    {
        var runner = new BreakingRunner { PoisonedBy = "poison" };
        await using var desk = new EngineDesk(runner: runner, cards: [EngineDesk.Card("a") with { MaxBatch = 8 }, EngineDesk.Card("b") with { MaxBatch = 8 }]);
        desk.Options.FirstQuarantine = desk.Options.LongestQuarantine = TimeSpan.FromMilliseconds(1);
        runner.Hold();
        var jobs = new List<ModelJob>();
        for (var i = 0; i < 6; i++)
        {
            jobs.Add(await desk.EnqueueAsync("a", desk.Job(i == 3 ? "poison" : $"fine {i}")));
        }

        runner.LetGo();
        var poison = jobs[3];
        // As tasks do: what failed is tried again, on the next model.
        foreach (var job in jobs)
        {
            if (await desk.EndOf(job) is AttemptFailed)
            {
                var again = job with { Id = job.Id with { Attempt = 2 } };
                var second = await desk.RunAsync(job == poison ? "b" : "a", again);
                Assert.Equal(job == poison, second is AttemptFailed);
            }
        }

        var last = Assert.IsType<AttemptFailed>(await desk.RunAsync("b", poison with { Id = poison.Id with { Attempt = 3 } }));

        Assert.Equal((ErrorCode.InvalidRequest, false), (last.Error.Code, last.Error.Retryable));
        Assert.Contains("3 times", last.Error.Message, StringComparison.Ordinal);
        var letter = Assert.Single(desk.Status("b").DeadLetters);
        Assert.Equal((poison.TaskType, desk.Time.GetUtcNow()), (letter.TaskType, letter.At));
        Assert.DoesNotContain("local", letter.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, runner.Poisoned);
    }

    [Fact]
    public void A_ledger_of_faults_forgets_the_oldest()
    {
        var ledger = new FaultLedger();
        for (var i = 0; i < 5000; i++)
        {
            ledger.Broke(Identity.TaskId.Parse($"local/c/1/{i}"), 0);
        }

        Assert.False(ledger.IsSuspect(Identity.TaskId.Parse("local/c/1/0"), 0));
        Assert.True(ledger.IsSuspect(Identity.TaskId.Parse("local/c/1/4999"), 0));
    }

    [Fact]
    public void A_request_that_ends_well_is_no_suspect_any_more()
    {
        var (ledger, task) = (new FaultLedger(), Identity.TaskId.Parse("local/c/1/0"));
        ledger.Broke(task, 0);
        Assert.True(ledger.IsSuspect(task, 0));
        Assert.False(ledger.IsSuspect(task, 1));

        ledger.Clear(task, 0);

        Assert.False(ledger.IsSuspect(task, 0));
        Assert.Equal(1, ledger.Broke(task, 0));
    }

    /// <summary>Breaks the way a test says, or on one input.</summary>
    private sealed class BreakingRunner : IModelRunner, IModelLoader
    {
        private readonly ConcurrentQueue<TaskCompletionSource> _holds = new();
        private int _loads;
        private int _unloads;
        private int _poisoned;

        public string Name => "scripted";

        public string How { get; set; } = "";

        public string? PoisonedBy { get; init; }

        public int Loads => _loads;

        public int Unloads => _unloads;

        public int Poisoned => _poisoned;

        public void Hold() => _holds.Enqueue(new TaskCompletionSource());

        public void LetGo() => _holds.First().SetResult();

        public async Task<ILoadedModel> LoadAsync(ModelCard card, Identity.DeviceId device, CancellationToken cancellationToken)
        {
            if (_holds.TryPeek(out var hold))
            {
                await hold.Task;
            }

            Interlocked.Increment(ref _loads);
            return new Breaking(this, card);
        }

        public async Task<ImmutableArray<ModelOutcome>> RunAsync(ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken)
        {
            var outcomes = ImmutableArray.CreateBuilder<ModelOutcome>();
            foreach (var request in batch)
            {
                if (PoisonedBy is not null && await request.One("text").ReadTextAsync(100, cancellationToken) == PoisonedBy)
                {
                    Interlocked.Increment(ref _poisoned);
                    throw new InvalidOperationException("A native fault, say.");
                }

                outcomes.Add(await ScriptedRunner.Echo(card, request, cancellationToken));
            }

            return How switch
            {
                "throws" => throw new InvalidOperationException("password=hunter2"),
                "too few" => [],
                "nothing" => default,
                "null" => [null!],
                "no outputs" => [new ModelOutcome(default)],
                _ => outcomes.DrainToImmutable(),
            };
        }

        private sealed class Breaking(BreakingRunner runner, ModelCard card) : ILoadedModel
        {
            public long MemoryBytes => 0;

            public Task WarmUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public Task<ImmutableArray<ModelOutcome>> RunAsync(ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) =>
                runner.RunAsync(card, batch, cancellationToken);

            public ValueTask DisposeAsync()
            {
                Interlocked.Increment(ref runner._unloads);
                return ValueTask.CompletedTask;
            }
        }
    }
}
