using System.Collections.Immutable;
using System.Diagnostics;
using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Benchmarks.Engine;

/// <summary>Models that take a processor for a while to load and to run, and hold what their cards say.</summary>
internal sealed class SpinningRunner(TimeSpan load, TimeSpan run) : IModelRunner, IModelLoader
{
    private int _loads;

    public string Name => "spinning";

    public int Loads => Volatile.Read(ref _loads);

    public Task<ImmutableArray<ModelOutcome>> RunAsync(ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("It is loaded, so it is not run unloaded.");

    public Task<ILoadedModel> LoadAsync(ModelCard card, DeviceId device, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _loads);
        Spin(load);
        return Task.FromResult<ILoadedModel>(new Spinning(card.MemoryBytes, run));
    }

    private static void Spin(TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            Thread.SpinWait(20);
        }
    }

    private sealed class Spinning(long bytes, TimeSpan run) : ILoadedModel
    {
        public long MemoryBytes => bytes;

        public Task WarmUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<ImmutableArray<ModelOutcome>> RunAsync(ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken)
        {
            Spin(run);
            return Task.FromResult<ImmutableArray<ModelOutcome>>([.. batch.Select(_ => ModelOutcome.Success(ModelOutput.FromText("text", "done")))]);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
