using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models;

namespace Jarvis.Core.Tests.Models.Replicas;

/// <summary>One of the models that a <see cref="NumberedRunner"/> loaded.</summary>
internal sealed class NumberedModel(NumberedRunner runner, int number, ModelCard card, DeviceId device) : ILoadedModel
{
    private int _running;
    private int _batches;
    private int _gone;

    /// <summary>Which one, in the order of loading, from 1.</summary>
    public int Number => number;

    public ModelCard Card => card;

    public DeviceId Device => device;

    public long MemoryBytes => card.MemoryBytes;

    public int Running => Volatile.Read(ref _running);

    /// <summary>How many batches it was given.</summary>
    public int Batches => Volatile.Read(ref _batches);

    public bool IsGone => Volatile.Read(ref _gone) > 0;

    public Task WarmUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<ImmutableArray<ModelOutcome>> RunAsync(ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _batches);
        if (Interlocked.Increment(ref _running) is var running && running > card.Concurrency)
        {
            runner.Wrong.Enqueue($"{card.Id} runs {running} batches at once, and its card allows {card.Concurrency}.");
        }

        // What is given up before it has begun may begin after that.
        if ((IsGone && !cancellationToken.IsCancellationRequested) || batch.Length > card.MaxBatch)
        {
            runner.Wrong.Enqueue($"{card.Id} is gone, or got a batch of {batch.Length}.");
        }

        try
        {
            return await runner.Script(this, batch, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Increment(ref _gone) > 1)
        {
            runner.Wrong.Enqueue($"{card.Id} was let go of twice.");
        }

        runner.Unload(this);
        return ValueTask.CompletedTask;
    }
}
