using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jarvis.Conformance.Hosts;
using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Core.Tests.Models.Replicas;

/// <summary>
/// Loads models that know which one of all they are, so that a test says what each does. It notes what the engine must never do: more batches
/// side by side than the card allows, more memory than the budget, a batch for what is gone.
/// </summary>
/// <param name="budget">The most bytes that may be held at once.</param>
internal sealed class NumberedRunner(long budget = long.MaxValue) : IModelRunner, IModelLoader
{
    private long _held;
    private int _loads;
    private int _unloads;

    public string Name => "scripted";

    /// <summary>What the engine did that it must not do.</summary>
    public ConcurrentQueue<string> Wrong { get; } = new();

    /// <summary>All that were ever loaded.</summary>
    public ConcurrentDictionary<int, NumberedModel> Models { get; } = new();

    /// <summary>How many were loaded, or begun to be.</summary>
    public int Loads => Volatile.Read(ref _loads);

    /// <summary>How many were let go of.</summary>
    public int Unloads => Volatile.Read(ref _unloads);

    public long Held => Interlocked.Read(ref _held);

    /// <summary>Runs a batch.</summary>
    public Func<NumberedModel, ImmutableArray<ModelRequest>, CancellationToken, Task<ImmutableArray<ModelOutcome>>> Script { get; set; } = EchoAsync;

    /// <summary>Awaited while one is loaded.</summary>
    public Func<NumberedModel, CancellationToken, Task> Loading { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Gives back what came, each for itself.</summary>
    public static async Task<ImmutableArray<ModelOutcome>> EchoAsync(NumberedModel model, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken)
    {
        var outcomes = ImmutableArray.CreateBuilder<ModelOutcome>();
        foreach (var request in batch)
        {
            outcomes.Add(await ScriptedRunner.Echo(model.Card, request, cancellationToken));
        }

        return outcomes.DrainToImmutable();
    }

    public Task<ImmutableArray<ModelOutcome>> RunAsync(ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("It is loaded, so it is not run unloaded.");

    public async Task<ILoadedModel> LoadAsync(ModelCard card, DeviceId device, CancellationToken cancellationToken)
    {
        var model = new NumberedModel(this, Interlocked.Increment(ref _loads), card, device);
        Hold(card.MemoryBytes);
        try
        {
            await Loading(model, cancellationToken);
        }
        catch
        {
            Hold(-card.MemoryBytes);
            Interlocked.Increment(ref _unloads);
            throw;
        }

        return Models[model.Number] = model;
    }

    internal void Unload(NumberedModel model)
    {
        Hold(-model.Card.MemoryBytes);
        Interlocked.Increment(ref _unloads);
    }

    private void Hold(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) is var held && held > budget)
        {
            Wrong.Enqueue($"{held} bytes are held, and {budget} may be.");
        }
    }
}
