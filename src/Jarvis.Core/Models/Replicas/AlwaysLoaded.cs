using System.Collections.Immutable;

namespace Jarvis.Models.Replicas;

/// <summary>A model of a runner that holds nothing: there is nothing to load, to warm up or to let go of.</summary>
/// <param name="runner">Runs it.</param>
/// <param name="card">The model.</param>
internal sealed class AlwaysLoaded(IModelRunner runner, ModelCard card) : ILoadedModel
{
    public long MemoryBytes => 0;

    public Task WarmUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<ImmutableArray<ModelOutcome>> RunAsync(ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) =>
        runner.RunAsync(card, batch, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
