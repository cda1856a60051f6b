using System.Collections.Immutable;
using Jarvis.Errors;

namespace Jarvis.Models.Process;

/// <summary>A runner whose engine takes one request at a time; a request that fails leaves its neighbours alone.</summary>
internal abstract class OneByOneRunner : IModelRunner
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public async Task<ImmutableArray<ModelOutcome>> RunAsync(
        ModelCard card,
        ImmutableArray<ModelRequest> batch,
        CancellationToken cancellationToken)
    {
        var outcomes = ImmutableArray.CreateBuilder<ModelOutcome>(batch.Length);
        foreach (var request in batch)
        {
            try
            {
                outcomes.Add(new(await RunAsync(card, request, cancellationToken).ConfigureAwait(false)));
            }
            catch (JarvisException exception)
            {
                outcomes.Add(ModelOutcome.Failure(exception.ToError()));
            }
            catch (IOException exception)
            {
                var error = Error.StorageFailed("The disk refused a temporary file; free some space and try again.", exception);
                outcomes.Add(ModelOutcome.Failure(error.ToError()));
            }
        }

        return outcomes.MoveToImmutable();
    }

    /// <summary>Runs one request.</summary>
    protected abstract Task<ImmutableArray<ModelOutput>> RunAsync(ModelCard card, ModelRequest request, CancellationToken cancellationToken);
}
