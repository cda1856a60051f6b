using System.Collections.Immutable;
using Jarvis.Conformance.Hosts;
using Jarvis.Core.Tests.Models.Replicas;
using Jarvis.Errors;
using Jarvis.Models;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Models;

/// <summary>One replica of two breaks: its request fails over, it is made anew, and the other serves meanwhile.</summary>
public sealed class ReplicaFaultTests
{
    [Theory]
    [InlineData("throws", ErrorCode.Internal)]
    [InlineData("hangs", ErrorCode.ModelFailed)]
    [InlineData("too few", ErrorCode.ModelFailed)]
    [InlineData("null", ErrorCode.ModelFailed)]
    public async Task The_one_that_breaks_is_made_anew_and_the_other_serves_all_the_time(string how, ErrorCode code)
    {
        var (broken, rebuild) = (new TaskCompletionSource<NumberedModel>(), new TaskCompletionSource());
        var runner = new NumberedRunner();
        await using var desk = new EngineDesk(runner: runner, cards: Two);
        await desk.RunAsync("a");
        await desk.UntilReadyAsync("a", 2);
        runner.Loading = (_, _) => rebuild.Task;
        runner.Script = async (model, batch, token) =>
        {
            if (await batch[0].One("text").ReadTextAsync(10, token) != "break")
            {
                return await NumberedRunner.EchoAsync(model, batch, token);
            }

            broken.SetResult(model);
            return await BreakAsync(how);
        };

        var job = await desk.EnqueueAsync("a", desk.Job("break"));
        var bad = await broken.Task.WaitAsync(EngineDesk.Patience);
        if (how == "hangs")
        {
            await ServeAsync(desk, 5);
            desk.Time.Advance(desk.Options.BatchTimeout);
        }

        Assert.Equal(code, Assert.IsType<AttemptFailed>(await desk.EndOf(job)).Error.Code);
        await EngineDesk.UntilAsync(() => runner.Loads == 3);
        await ServeAsync(desk, 5);
        Assert.Equal(1, desk.Ready("a"));
        rebuild.SetResult();

        await desk.UntilReadyAsync("a", 2);
        Assert.True(bad.IsGone);
        Assert.Single(runner.Models.Values, model => model.IsGone);
        Assert.Single(desk.Engine.StatusOf(new("a")), replica => replica.LastFault is not null && replica.Failed == 1);
        Assert.Empty(runner.Wrong);
    }

    [Fact]
    public async Task One_that_answers_with_what_is_no_number_again_and_again_is_made_anew_as_long_as_another_answers()
    {
        var hold = new TaskCompletionSource();
        var runner = new NumberedRunner();
        await using var desk = new EngineDesk(runner: runner, cards: Two);
        await desk.RunAsync("a");
        await desk.UntilReadyAsync("a", 2);
        runner.Script = async (model, batch, token) =>
        {
            if (model.Number != 1)
            {
                return await NumberedRunner.EchoAsync(model, batch, token);
            }

            await (await batch[0].One("text").ReadTextAsync(10, token) == "hold" ? hold.Task : Task.CompletedTask);
            return [ModelOutcome.Failure(Error.ModelFailed("Its answer was not a number.").ToError())];
        };
        // While the first is busy, the second shows that it answers.
        var held = await desk.EnqueueAsync("a", desk.Job("hold"));
        await ServeAsync(desk, 1);
        hold.SetResult();
        Assert.IsType<AttemptFailed>(await desk.EndOf(held));
        await desk.UntilIdleAsync("a");

        var failed = 0;
        while (runner.Unloads == 0)
        {
            failed += await desk.RunAsync("a") is AttemptFailed ? 1 : 0;
            await desk.UntilIdleAsync("a");
        }

        Assert.Equal(2, failed);
        Assert.True(runner.Models[1].IsGone);
        await desk.UntilReadyAsync("a", 2);
        await ServeAsync(desk, 10);
        Assert.Contains(desk.Engine.StatusOf(new("a")), replica => replica.LastFault?.Contains("3 times in a row", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_model_is_not_made_anew_for_what_it_is_given()
    {
        var runner = new NumberedRunner();
        await using var desk = new EngineDesk(runner: runner, cards: Two);
        await desk.RunAsync("a");
        await desk.UntilReadyAsync("a", 2);
        runner.Script = (_, _, _) => Task.FromResult<ImmutableArray<ModelOutcome>>([ModelOutcome.Failure(Error.InvalidRequest("It is no sentence.").ToError())]);

        for (var i = 0; i < 20; i++)
        {
            Assert.IsType<AttemptFailed>(await desk.RunAsync("a"));
        }

        Assert.Equal((2, 0), (runner.Loads, runner.Unloads));
    }

    [Fact]
    public async Task A_request_that_breaks_one_replica_after_the_other_is_given_up_at_the_third_time()
    {
        var runner = new NumberedRunner();
        await using var desk = new EngineDesk(runner: runner, cards: Two);
        await desk.RunAsync("a");
        await desk.UntilReadyAsync("a", 2);
        runner.Script = async (model, batch, token) => await batch[0].One("text").ReadTextAsync(10, token) == "poison"
            ? throw new InvalidOperationException("A native fault, say.")
            : await NumberedRunner.EchoAsync(model, batch, token);
        var poison = desk.Job("poison");

        var ends = new List<AttemptFailed>();
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            ends.Add(Assert.IsType<AttemptFailed>(await desk.RunAsync("a", poison with { Id = poison.Id with { Attempt = attempt } })));
            await ServeAsync(desk, 3);
        }

        Assert.Equal([ErrorCode.Internal, ErrorCode.Internal, ErrorCode.InvalidRequest], ends.Select(end => end.Error.Code));
        desk.Time.Advance(desk.Options.LongestQuarantine);
        await desk.UntilReadyAsync("a", 2);
        Assert.Single(desk.Engine.StatusOf(new("a")).SelectMany(replica => replica.DeadLetters));
        Assert.Equal(5, runner.Loads);
    }

    [Fact]
    public async Task Only_when_all_of_them_are_in_quarantine_is_a_request_turned_away_with_when_to_come_again()
    {
        var runner = new NumberedRunner();
        await using var desk = new EngineDesk(runner: runner, cards: Two);
        await desk.RunAsync("a");
        await desk.UntilReadyAsync("a", 2);
        runner.Script = (_, _, _) => throw new InvalidOperationException();

        // Each is made anew at once the first time, and left alone for a while after the second.
        JarvisException? refused = null;
        while (refused is null)
        {
            try
            {
                Assert.IsType<AttemptFailed>(await desk.RunAsync("a"));
                await desk.UntilIdleAsync("a");
            }
            catch (JarvisException exception)
            {
                refused = exception;
            }
        }

        Assert.Equal(4, runner.Loads);
        Assert.Equal((ErrorCode.ModelUnavailable, true), (refused.Code, refused.Retryable));
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromTicks(1), desk.Options.LongestQuarantine);
        runner.Script = NumberedRunner.EchoAsync;
        desk.Time.Advance(desk.Options.LongestQuarantine);
        await ServeAsync(desk, 3);
        await desk.UntilReadyAsync("a", 2);
    }

    [Fact]
    public async Task A_replica_that_cannot_be_loaded_costs_no_request_while_another_serves()
    {
        var runner = new NumberedRunner { Loading = (model, _) => model.Number == 2 ? throw new InvalidOperationException() : Task.CompletedTask };
        await using var desk = new EngineDesk(runner: runner, cards: Two);

        await ServeAsync(desk, 5);
        await EngineDesk.UntilAsync(() => runner.Unloads == 1);
        await ServeAsync(desk, 5);
        desk.Time.Advance(desk.Options.LongestQuarantine);

        await desk.UntilReadyAsync("a", 2);
        Assert.Equal(3, runner.Loads);
    }

    private static ModelCard Two => EngineDesk.Card("a") with { Replicas = new ReplicaRange(2, 2) };

    private static async Task ServeAsync(EngineDesk desk, int jobs)
    {
        for (var i = 0; i < jobs; i++)
        {
            Assert.IsType<AttemptSucceeded>(await desk.RunAsync("a"));
        }
    }

    private static async Task<ImmutableArray<ModelOutcome>> BreakAsync(string how)
    {
        await (how == "hangs" ? Forever.Async(CancellationToken.None) : Task.CompletedTask);
        return how switch
        {
            "too few" => [],
            "null" => [null!],
            _ => throw new InvalidOperationException("password=hunter2"),
        };
    }
}
