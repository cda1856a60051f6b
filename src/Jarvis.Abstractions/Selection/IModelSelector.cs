namespace Jarvis.Selection;

/// <summary>Chooses models for a task.</summary>
public interface IModelSelector
{
    /// <summary>Ranks the candidates that fit.</summary>
    /// <param name="request">What a model is to be chosen for.</param>
    /// <param name="cancellationToken">Ends choosing.</param>
    ValueTask<ModelSelection> SelectAsync(SelectionRequest request, CancellationToken cancellationToken);
}
