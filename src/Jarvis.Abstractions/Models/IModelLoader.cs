using Jarvis.Identity;

namespace Jarvis.Models;

/// <summary>
/// What a runner is besides where its models hold memory while they are loaded: such a runner's batches go to what it loaded. One that is
/// only an <see cref="IModelRunner"/> holds nothing and is always ready. Thread-safe.
/// </summary>
public interface IModelLoader
{
    /// <summary>Loads a model; the files that its card names have been compared with their hashes just before. The same card may be loaded twice at once: while the new one comes, the old one still runs.</summary>
    /// <param name="card">The model.</param>
    /// <param name="device">Where to.</param>
    /// <param name="cancellationToken">Ends loading as fast as it can; nothing stays loaded.</param>
    /// <exception cref="Errors.JarvisException">It cannot be loaded (<see cref="Errors.ErrorCode.ModelUnavailable"/>).</exception>
    Task<ILoadedModel> LoadAsync(ModelCard card, DeviceId device, CancellationToken cancellationToken);
}
