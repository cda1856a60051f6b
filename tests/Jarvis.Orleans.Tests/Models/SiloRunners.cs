using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jarvis.Conformance.Hosts;
using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Orleans.Tests.Models;

/// <summary>Runners of models that hold memory, one on each silo, which tell where batches run.</summary>
/// <param name="work">Awaited by each batch, with the name of its silo.</param>
internal sealed class SiloRunners(Func<string, CancellationToken, Task> work)
{
    /// <summary>The batches in the order that they began: on which silo, and for which conversations.</summary>
    internal ConcurrentQueue<(string Silo, ImmutableArray<string> Conversations)> Batches { get; } = new();

    /// <summary>The silos on which a model was loaded, once for each time.</summary>
    internal ConcurrentQueue<string> Loaded { get; } = new();

    /// <summary>The silos on which a model was let go, once for each time.</summary>
    internal ConcurrentQueue<string> Unloaded { get; } = new();

    private Func<string, CancellationToken, Task> Work { get; } = work;

    internal IModelRunner On(string silo) => new Runner(silo, this);

    private sealed class Runner(string silo, SiloRunners all) : IModelRunner, IModelLoader
    {
        public string Name => "scripted";

        public Task<ImmutableArray<ModelOutcome>> RunAsync(ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("It is loaded, so it is not run unloaded.");

        public Task<ILoadedModel> LoadAsync(ModelCard card, DeviceId device, CancellationToken cancellationToken)
        {
            all.Loaded.Enqueue(silo);
            return Task.FromResult<ILoadedModel>(new Model(silo, card, all));
        }
    }

    private sealed class Model(string silo, ModelCard card, SiloRunners all) : ILoadedModel
    {
        public long MemoryBytes => 0;

        public Task WarmUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task<ImmutableArray<ModelOutcome>> RunAsync(ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken)
        {
            all.Batches.Enqueue((silo, [.. batch.Select(request => request.Turn!.Value.Conversation.ToString())]));
            await all.Work(silo, cancellationToken);
            return [.. await Task.WhenAll(batch.Select(request => ScriptedRunner.Echo(card, request, cancellationToken)))];
        }

        public ValueTask DisposeAsync()
        {
            all.Unloaded.Enqueue(silo);
            return ValueTask.CompletedTask;
        }
    }
}
