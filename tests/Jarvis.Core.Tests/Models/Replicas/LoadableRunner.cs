using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jarvis.Conformance.Hosts;
using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Core.Tests.Models.Replicas;

/// <summary>A runner whose models hold memory. It counts what is loaded, and refuses to run what is not.</summary>
internal sealed class LoadableRunner : IModelRunner, IModelLoader
{
    private readonly ConcurrentDictionary<LoadedThing, ModelCard> _loaded = new();

    public string Name => "scripted";

    /// <summary>What was loaded and unloaded, in order, such as <c>+a</c> and <c>-a</c>.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>Runs a request.</summary>
    public Func<ModelCard, ModelRequest, CancellationToken, Task<ModelOutcome>> Script { get; set; } = ScriptedRunner.Echo;

    /// <summary>Awaited while a model is loaded.</summary>
    public Func<ModelCard, CancellationToken, Task> Loading { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Awaited while a model makes its first run.</summary>
    public Func<ModelCard, Task> Warming { get; set; } = _ => Task.CompletedTask;

    /// <summary>Awaited while a model is let go of.</summary>
    public Func<ModelCard, Task> Unloading { get; set; } = _ => Task.CompletedTask;

    /// <summary>The size of each batch, in the order that they came.</summary>
    public ConcurrentQueue<int> Batches { get; } = new();

    /// <summary>Bytes of all that is loaded.</summary>
    public long Held => _loaded.Values.Sum(card => card.MemoryBytes);

    /// <summary>The most bytes that were ever loaded at once.</summary>
    public long MostHeld { get; private set; }

    public Task<ImmutableArray<ModelOutcome>> RunAsync(ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("It is loaded, so it is not run unloaded.");

    public async Task<ILoadedModel> LoadAsync(ModelCard card, DeviceId device, CancellationToken cancellationToken)
    {
        await Loading(card, cancellationToken);
        var loaded = new LoadedThing(this, card);
        _loaded[loaded] = card;
        MostHeld = Math.Max(MostHeld, Held);
        Log.Enqueue($"+{card.Id}");
        return loaded;
    }

    private sealed class LoadedThing(LoadableRunner runner, ModelCard card) : ILoadedModel
    {
        public long MemoryBytes => card.MemoryBytes;

        public Task WarmUpAsync(CancellationToken cancellationToken) => runner.Warming(card);

        public async Task<ImmutableArray<ModelOutcome>> RunAsync(ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken)
        {
            Assert.True(runner._loaded.ContainsKey(this), "It runs and is not loaded.");
            runner.Batches.Enqueue(batch.Length);
            ImmutableArray<ModelOutcome> outcomes =
                [.. await Task.WhenAll(batch.Select(request => runner.Script(card, request, cancellationToken)))];
            Assert.True(runner._loaded.ContainsKey(this), "It was unloaded while it ran.");
            return outcomes;
        }

        public async ValueTask DisposeAsync()
        {
            await runner.Unloading(card);
            runner.Log.Enqueue($"-{card.Id}");
            Assert.True(runner._loaded.TryRemove(this, out _), "It was unloaded twice.");
        }
    }
}
