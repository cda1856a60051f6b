using System.Collections.Immutable;
using Jarvis.Errors;

namespace Jarvis.Models;

/// <summary>
/// A model that holds memory on a device until it is disposed. Thread-safe for as many batches at once as its card says; disposed when none
/// runs, or when those that do were given up.
/// </summary>
public interface ILoadedModel : IAsyncDisposable
{
    /// <summary>Bytes that it holds on its device, as far as it knows; 0 to go by the card.</summary>
    long MemoryBytes { get; }

    /// <summary>
    /// Why it can run nothing any more, for people; null while it can. It is then made anew, and a batch that failed with
    /// <see cref="ErrorCode.ModelFailed"/> is taken for what may have broken it.
    /// </summary>
    JarvisError? Fault => null;

    /// <summary>Runs it once on something small of its own making, so that the first request is not slower than the next.</summary>
    /// <param name="cancellationToken">Ends it as fast as the model can.</param>
    Task WarmUpAsync(CancellationToken cancellationToken);

    /// <summary>Runs a batch; as <see cref="IModelRunner.RunAsync"/>.</summary>
    /// <param name="batch">1 to <see cref="ModelCard.MaxBatch"/> requests of one task type.</param>
    /// <param name="cancellationToken">Ends the batch as fast as the model can.</param>
    /// <returns>One outcome for each request, in order.</returns>
    /// <exception cref="JarvisException">The batch as a whole failed.</exception>
    Task<ImmutableArray<ModelOutcome>> RunAsync(ImmutableArray<ModelRequest> batch, CancellationToken cancellationToken);
}
