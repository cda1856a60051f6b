namespace Jarvis.State;

/// <summary>Keyed documents with versions, and nothing more. Documents are immutable. Thread-safe.</summary>
public interface IStateStore
{
    /// <summary>Reads a document; null where there is none.</summary>
    /// <typeparam name="T">The document.</typeparam>
    /// <param name="key">Where it is kept.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    ValueTask<StateEntry<T>?> ReadAsync<T>(StateKey key, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Writes a document, if it still has the version that the writer knows. When this returns it is kept.</summary>
    /// <typeparam name="T">The document.</typeparam>
    /// <param name="key">Where it is kept.</param>
    /// <param name="value">The document.</param>
    /// <param name="version">The version that it has; null when there must be none yet.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Its new version.</returns>
    /// <exception cref="Errors.JarvisException">
    /// <see cref="Errors.ErrorCode.Conflict"/> when it has another version: read again and decide again.
    /// <see cref="Errors.ErrorCode.StorageFailed"/> when the store refuses.
    /// </exception>
    ValueTask<string> WriteAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class;

    /// <summary>
    /// Writes a document as <see cref="WriteAsync"/> does, but may return before it is kept: it is once a later <see cref="FlushAsync"/> of what the same
    /// writer wrote, or <see cref="WriteAsync"/>, has returned. Where the process ends or the power is lost before, what was written last is lost
    /// first. For what nobody was told of yet. That somebody else wrote a document that has one writer may be found out by the flush only. By
    /// default the same as <see cref="WriteAsync"/>.
    /// </summary>
    /// <typeparam name="T">The document.</typeparam>
    /// <param name="key">Where it is kept.</param>
    /// <param name="value">The document.</param>
    /// <param name="version">The version that it has; null when there must be none yet.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Its new version.</returns>
    /// <exception cref="Errors.JarvisException">As of <see cref="WriteAsync"/>.</exception>
    ValueTask<string> WriteUnflushedAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class => WriteAsync(key, value, version, cancellationToken);

    /// <summary>
    /// Returns when all that the writer of a document wrote before the call is kept, whatever ends. Several who ask share one flush, and nobody who
    /// writes waits for it. By default at once, as every write does so by itself.
    /// </summary>
    /// <param name="key">The document; there need not be one.</param>
    /// <param name="patience">How long the flush may be put off for others to share it; zero for not at all.</param>
    /// <param name="cancellationToken">Ends the call, not the flush.</param>
    /// <exception cref="Errors.JarvisException">
    /// <see cref="Errors.ErrorCode.StorageFailed"/>: what was written may be read, and may be gone after a loss of power.
    /// <see cref="Errors.ErrorCode.Conflict"/>: somebody else wrote, and all that was written meanwhile is gone: read again and decide again.
    /// </exception>
    ValueTask FlushAsync(StateKey key, TimeSpan patience, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Deletes a document, if it still has the version that the caller knows.</summary>
    /// <param name="key">Where it is kept.</param>
    /// <param name="version">The version that it has.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.JarvisException"><see cref="Errors.ErrorCode.Conflict"/>, <see cref="Errors.ErrorCode.StorageFailed"/>.</exception>
    ValueTask DeleteAsync(StateKey key, string version, CancellationToken cancellationToken);
}
