using System.Collections.Immutable;
using Jarvis.Errors;

namespace Jarvis.Models.Remote;

/// <summary>A runner whose service takes one request at a time; a request that fails leaves its neighbours alone.</summary>
/// <param name="name">The name by which cards ask for it.</param>
internal abstract class RemoteRunner(string name) : IModelRunner
{
    public string Name => name;

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
                outcomes.Add(await RunAsync(card, request, cancellationToken).ConfigureAwait(false));
            }
            catch (JarvisException e)
            {
                outcomes.Add(ModelOutcome.Failure(e.ToError()));
            }
        }

        return outcomes.MoveToImmutable();
    }

    /// <summary>Runs one request.</summary>
    /// <exception cref="JarvisException">It failed.</exception>
    protected abstract Task<ModelOutcome> RunAsync(ModelCard card, ModelRequest request, CancellationToken cancellationToken);
}
