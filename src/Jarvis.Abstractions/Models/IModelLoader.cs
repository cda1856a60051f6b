using System.Collections.Immutable;
using Jarvis.Identity;

namespace Jarvis.Models;

/// <summary>
/// What a runner is besides where its models hold memory while they are loaded: such a runner's batches go to what it loaded. One that is
/// only an <see cref="IModelRunner"/> holds nothing and is always ready. Thread-safe.
/// </summary>
public interface IModelLoader
{
    /// <summary>The files that a model is loaded from, so that they can be checked before.</summary>
    /// <param name="card">The model.</param>
    /// <returns>Absolute paths by the names that <see cref="ModelCard.Files"/> uses.</returns>
    /// <exception cref="Errors.JarvisException">A file is missing (<see cref="Errors.ErrorCode.ModelUnavailable"/>).</exception>
    ImmutableDictionary<string, string> FilesOf(ModelCard card);

    /// <summary>Loads a model. The same card may be loaded twice at once: while the new one comes, the old one still runs.</summary>
    /// <param name="card">The model.</param>
    /// <param name="device">Where to.</param>
    /// <param name="cancellationToken">Ends loading as fast as it can; nothing stays loaded.</param>
    /// <exception cref="Errors.JarvisException">It cannot be loaded (<see cref="Errors.ErrorCode.ModelUnavailable"/>).</exception>
    Task<ILoadedModel> LoadAsync(ModelCard card, DeviceId device, CancellationToken cancellationToken);
}
