using System.Collections.Immutable;
using Jarvis.Conformance.Hosts;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Models;

/// <summary>Models that say that they are broken, as one does whose process has ended, and those that ran there.</summary>
public sealed class BrokenModelTests
{
    [Fact]
    public async Task A_model_that_is_broken_is_made_anew_and_the_request_that_broke_it_is_given_up_at_the_third_time()
    {
        var runner = new MortalRunner();
        await using var desk = new EngineDesk(runner: runner, cards: EngineDesk.Card("a"));
        desk.Options.FirstQuarantine = desk.Options.LongestQuarantine = TimeSpan.FromMilliseconds(1);
        var job = desk.Job("kill");
        var errors = new List<JarvisError>();

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await desk.RunAsync("a"); // so that it is not left alone after the second time
            errors.Add(Assert.IsType<AttemptFailed>(await desk.RunAsync("a", job with { Id = job.Id with { Attempt = attempt } })).Error);
        }

        Assert.Equal([ErrorCode.ModelFailed, ErrorCode.ModelFailed, ErrorCode.InvalidRequest], errors.Select(error => error.Code));
        Assert.Contains("its process has ended", errors[^1].Message, StringComparison.Ordinal);
        Assert.IsType<AttemptSucceeded>(await desk.RunAsync("a"));
        Assert.Single(desk.Status("a").DeadLetters);
        Assert.Equal(4, runner.Loads);
    }

    [Fact]
    public async Task One_that_comes_to_a_model_that_broke_before_is_no_suspect()
    {
        var runner = new MortalRunner();
        await using var desk = new EngineDesk(runner: runner, cards: EngineDesk.Card("a"));
        Assert.IsType<AttemptSucceeded>(await desk.RunAsync("a"));
        var job = desk.Job("hello");

        for (var attempt = 1; attempt <= 4; attempt++)
        {
            runner.Kill();
            var failed = Assert.IsType<AttemptFailed>(await desk.RunAsync("a", job with { Id = job.Id with { Attempt = 2 * attempt } }));
            Assert.Equal((ErrorCode.ModelUnavailable, true), (failed.Error.Code, failed.Error.Retryable));
            Assert.IsType<AttemptSucceeded>(await desk.RunAsync("a"));
        }

        Assert.IsType<AttemptSucceeded>(await desk.RunAsync("a", job with { Id = job.Id with { Attempt = 9 } }));
        Assert.Empty(desk.Status("a").DeadLetters);
    }

    [Fact]
    public async Task A_request_that_may_have_broken_a_model_has_no_other_batch_beside_it_when_it_is_tried_again()
    {
        await using var desk = new EngineDesk(cards: EngineDesk.Card("a") with { Concurrency = 8 });
        var gates = new Dictionary<string, TaskCompletionSource> { ["before"] = new(), ["suspect"] = new(), ["after"] = new() };
        desk.Runner.Script = (_, _, _) => throw new InvalidOperationException("A native fault, say.");
        var suspect = desk.Job("suspect");
        Assert.IsType<AttemptFailed>(await desk.RunAsync("a", suspect));
        desk.Runner.Script = async (card, request, token) =>
        {
            await gates[await request.One("text").ReadTextAsync(100, token)].Task;
            return await ScriptedRunner.Echo(card, request, token);
        };

        var before = await desk.EnqueueAsync("a", desk.Job("before"));
        Assert.IsType<AttemptStarted>(await desk.NextOf(before));
        var again = await desk.EnqueueAsync("a", suspect with { Id = suspect.Id with { Attempt = 2 } });
        var after = await desk.EnqueueAsync("a", desk.Job("after"));
        Assert.False(desk.HasNews(again));
        gates["before"].SetResult();
        Assert.IsType<AttemptStarted>(await desk.NextOf(again));
        var last = await desk.EnqueueAsync("a", desk.Job("after"));

        Assert.Equal((1, 2), (desk.Status("a").Running, desk.Status("a").Queued));
        Assert.False(desk.HasNews(after));
        gates["suspect"].SetResult();
        Assert.IsType<AttemptSucceeded>(await desk.EndOf(again));
        Assert.IsType<AttemptStarted>(await desk.NextOf(after));
        Assert.IsType<AttemptStarted>(await desk.NextOf(last)); // side by side again
        gates["after"].SetResult();
    }

    /// <summary>Its models end on a word, and are then of no use any more.</summary>
    private sealed class MortalRunner : IModelRunner, IModelLoader
    {
        private Mortal? _last;

        public string Name => "scripted";

        public int Loads { get; private set; }

        /// <summary>Ends the one that was loaded last, while nothing runs on it.</summary>
        public void Kill() => _last!.Fault = Ended();

        public Task<ILoadedModel> LoadAsync(ModelCard card, DeviceId device, CancellationToken cancellationToken)
        {
            Loads++;
            return Task.FromResult<ILoadedModel>(_last = new Mortal(card));
        }

        public Task<ImmutableArray<ModelOutcome>> RunAsync(ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("It is loaded, so it is not run unloaded.");

        private static JarvisError Ended() => Error.ModelFailed("its process has ended.").ToError();

        private sealed class Mortal(ModelCard card) : ILoadedModel
        {
            public long MemoryBytes => 0;

            public JarvisError? Fault { get; set; }

            public Task WarmUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public async Task<ImmutableArray<ModelOutcome>> RunAsync(ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken)
            {
                if (Fault is not null)
                {
                    throw Error.ModelUnavailable("It is started again.", TimeSpan.Zero);
                }

                if (await batch[0].One("text").ReadTextAsync(100, cancellationToken) == "kill")
                {
                    Fault = Ended();
                    throw Error.ModelFailed("its process has ended.");
                }

                return [await ScriptedRunner.Echo(card, batch[0], cancellationToken)];
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
