using System.Collections.Immutable;

namespace Jarvis.Models;

/// <summary>Code that runs one kind of model. Thread-safe: a runner serves all its cards, several batches at once.</summary>
public interface IModelRunner
{
    /// <summary>The name by which cards ask for it.</summary>
    string Name { get; }

    /// <summary>Runs a batch.</summary>
    /// <param name="card">The model.</param>
    /// <param name="batch">1 to <see cref="ModelCard.MaxBatch"/> requests of one task type.</param>
    /// <param name="cancellationToken">Ends the batch as fast as the model can.</param>
    /// <returns>One outcome for each request, in order: one bad input does not fail its neighbours.</returns>
    /// <exception cref="Errors.JarvisException">The batch as a whole failed.</exception>
    Task<ImmutableArray<ModelOutcome>> RunAsync(ModelCard card, ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken);
}
