namespace Jarvis.Models;

/// <summary>What a runner may be besides: one that tells before the first request whether a card of its can run.</summary>
public interface IModelReadiness
{
    /// <summary>Looks whether a model can run. Cheap enough to be asked of every card when the catalog is read: it loads no weights.</summary>
    /// <param name="card">The card; its runner is this one.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    ValueTask<ModelReadiness> LookAsync(ModelCard card, CancellationToken cancellationToken);
}
