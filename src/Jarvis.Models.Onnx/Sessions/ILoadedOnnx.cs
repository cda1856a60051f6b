namespace Jarvis.Models.Onnx.Sessions;

/// <summary>Networks on threads of their own, until they are disposed.</summary>
internal interface ILoadedOnnx : ILoadedModel
{
    /// <summary>Loads what a first batch would.</summary>
    /// <param name="cancellationToken">Ends the wait, and loading between two files.</param>
    Task LoadAsync(CancellationToken cancellationToken);
}
