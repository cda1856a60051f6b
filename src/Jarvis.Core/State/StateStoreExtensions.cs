using Jarvis.Errors;

namespace Jarvis.State;

/// <summary>What is often done with a state store.</summary>
public static class StateStoreExtensions
{
    /// <summary>How often a document is read again because somebody else wrote it first.</summary>
    private const int MaxTries = 32;

    /// <summary>Reads a document to be its only writer.</summary>
    /// <typeparam name="T">The document.</typeparam>
    /// <param name="store">Where it is kept.</param>
    /// <param name="key">Under which key.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async ValueTask<StateDocument<T>> OpenAsync<T>(this IStateStore store, StateKey key, CancellationToken cancellationToken)
        where T : class => new(store, key, await store.ReadAsync<T>(key, cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// Changes a small document that several may write: what others wrote meanwhile is what the change is made to, so it may be made more than
    /// once.
    /// </summary>
    /// <typeparam name="T">The document.</typeparam>
    /// <param name="store">Where it is kept.</param>
    /// <param name="key">Under which key.</param>
    /// <param name="change">Gives the new document from the one that there is, or null where there is none. The same one again: nothing is written.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The document that is kept now.</returns>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>; what <paramref name="change"/> throws.</exception>
    public static async ValueTask<T> ChangeAsync<T>(this IStateStore store, StateKey key, Func<T?, T> change, CancellationToken cancellationToken)
        where T : class
    {
        for (var tries = 1; ; tries++)
        {
            var entry = await store.ReadAsync<T>(key, cancellationToken).ConfigureAwait(false);
            var changed = change(entry?.Value);
            if (ReferenceEquals(changed, entry?.Value))
                return changed;

            try
            {
                await store.WriteAsync(key, changed, entry?.Version, cancellationToken).ConfigureAwait(false);
                return changed;
            }
            catch (JarvisException exception) when (exception.Code == ErrorCode.Conflict && tries < MaxTries)
            {
                // Somebody else was first; what that one left is what counts.
            }
        }
    }

    /// <summary>Deletes a document, whatever version it has. Does nothing where there is none.</summary>
    /// <typeparam name="T">The document.</typeparam>
    /// <param name="store">Where it is kept.</param>
    /// <param name="key">Under which key.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.StorageFailed"/>.</exception>
    public static async ValueTask RemoveAsync<T>(this IStateStore store, StateKey key, CancellationToken cancellationToken)
        where T : class
    {
        for (var tries = 1; ; tries++)
        {
            if (await store.ReadAsync<T>(key, cancellationToken).ConfigureAwait(false) is not { } entry)
                return;

            try
            {
                await store.DeleteAsync(key, entry.Version, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (JarvisException exception) when (exception.Code == ErrorCode.Conflict && tries < MaxTries)
            {
                // It was written or deleted meanwhile.
            }
        }
    }
}
