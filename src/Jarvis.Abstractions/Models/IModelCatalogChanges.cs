using System.Collections.Immutable;
using Jarvis.Identity;

namespace Jarvis.Models;

/// <summary>What a catalog is besides where its cards may change while the host runs. Thread-safe.</summary>
public interface IModelCatalogChanges
{
    /// <summary>
    /// Tells of models whose card came, changed or went; <see cref="IModelCatalog.FindAsync"/> answers for the new one by then. A listener
    /// returns soon and does not throw.
    /// </summary>
    /// <param name="changed">Called with the models, one call at a time.</param>
    /// <returns>Disposed, nothing more is told.</returns>
    IDisposable Subscribe(Action<ImmutableArray<ModelId>> changed);
}
