using Jarvis.Identity;

namespace Jarvis.Models;

/// <summary>Has models loaded before there is work for them, and lets them go before their memory is needed. Thread-safe.</summary>
public interface IModelResidency
{
    /// <summary>Begins to load a model, where it is not loaded. How that goes its replicas tell (<see cref="ModelStatus.Replicas"/>).</summary>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Ends the call, not loading.</param>
    /// <exception cref="Errors.JarvisException">
    /// <see cref="Errors.ErrorCode.NotFound"/>; <see cref="Errors.ErrorCode.ModelUnavailable"/> with what it needs that is not there.
    /// </exception>
    Task LoadAsync(ModelId model, CancellationToken cancellationToken);

    /// <summary>Lets a model go once what runs on it has ended. What waits for it, or comes, brings it back.</summary>
    /// <param name="model">The model. One that is not loaded is left as it is.</param>
    /// <param name="cancellationToken">Ends the call, not unloading.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.NotFound"/>.</exception>
    Task UnloadAsync(ModelId model, CancellationToken cancellationToken);
}
