namespace Jarvis.Models;

/// <summary>How the catalog changes while a host runs. A catalog's readers always see one whole state of it: the old one or the new.</summary>
public interface IModelCatalogChanges
{
    /// <summary>Asks all sources again, for who knows that something has changed, such as a program that was installed.</summary>
    /// <param name="cancellationToken">Ends the wait; the look goes on.</param>
    ValueTask RefreshAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The changes from this call on. Holds nothing for a slow reader: what changes between two of its steps is told as one change.
    /// </summary>
    /// <param name="cancellationToken">Ends the watch.</param>
    IAsyncEnumerable<ModelCatalogChange> WatchAsync(CancellationToken cancellationToken);
}
