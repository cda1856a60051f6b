using Jarvis.Core.Tests.Models.Replicas;
using Jarvis.Errors;
using Jarvis.Identity;
using Jarvis.Tasks;

namespace Jarvis.Core.Tests.Models;

/// <summary>Models that people have loaded and let go.</summary>
public sealed class ModelResidencyTests
{
    private static readonly ModelId A = new("a");

    [Fact]
    public async Task A_model_is_there_before_it_is_asked_for_and_goes_when_it_is_told_to()
    {
        var runner = new NumberedRunner();
        await using var desk = new EngineDesk(runner: runner, cards: EngineDesk.Card("a"));

        await desk.Engine.LoadAsync(A, default);
        await desk.UntilReadyAsync("a", 1);
        await desk.Engine.LoadAsync(A, default);
        await desk.Engine.UnloadAsync(A, default);

        await EngineDesk.UntilAsync(() => runner.Unloads == 1);
        Assert.Equal(1, runner.Loads);
        Assert.Equal(0, desk.Ready("a"));
    }

    [Fact]
    public async Task What_runs_ends_first_and_what_waits_or_comes_brings_it_back()
    {
        var running = new TaskCompletionSource();
        var runner = new NumberedRunner
        {
            Script = async (model, batch, token) =>
            {
                await running.Task;
                return await NumberedRunner.EchoAsync(model, batch, token);
            },
        };
        await using var desk = new EngineDesk(runner: runner, cards: EngineDesk.Card("a"));
        ModelJob[] jobs = [await desk.EnqueueAsync("a"), await desk.EnqueueAsync("a")];
        await desk.UntilReadyAsync("a", 1);
        await EngineDesk.UntilAsync(() => desk.Status("a").Running == 1);

        await desk.Engine.UnloadAsync(A, default);
        Assert.Equal(0, runner.Unloads);
        running.SetResult();

        foreach (var job in jobs)
        {
            Assert.IsType<AttemptSucceeded>(await desk.EndOf(job));
        }

        Assert.Equal((2, 1), (runner.Loads, runner.Unloads));
    }

    [Fact]
    public async Task There_has_to_be_such_a_model_that_can_run()
    {
        await using var desk = new EngineDesk(cards: EngineDesk.Card("a"));
        desk.Catalog.Change(EngineDesk.Card("a"), unavailable: "It needs a GPU.");

        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<JarvisException>(() => desk.Engine.LoadAsync(new ModelId("b"), default))).Code);
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<JarvisException>(() => desk.Engine.UnloadAsync(new ModelId("b"), default))).Code);
        var refused = await Assert.ThrowsAsync<JarvisException>(() => desk.Engine.LoadAsync(A, default));
        Assert.Equal(ErrorCode.ModelUnavailable, refused.Code);
        Assert.Contains("It needs a GPU.", refused.Message, StringComparison.Ordinal);
    }
}
