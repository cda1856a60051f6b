using System.Collections.Immutable;
using Jarvis.Identity;

namespace Jarvis.Models;

/// <summary>The models that there are.</summary>
public interface IModelCatalog
{
    /// <summary>All cards with their status, ordered by id. The first call asks the sources; later ones answer from memory.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<ImmutableArray<ModelStatus>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The status of one model, or null.</summary>
    /// <param name="model">Its name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<ModelStatus?> FindAsync(ModelId model, CancellationToken cancellationToken);
}
