namespace Jarvis.State;

/// <summary>What is often done with a state store.</summary>
public static class StateStoreExtensions
{
    /// <summary>Reads a document to be its only writer.</summary>
    /// <typeparam name="T">The document.</typeparam>
    /// <param name="store">Where it is kept.</param>
    /// <param name="key">Under which key.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async ValueTask<StateDocument<T>> OpenAsync<T>(this IStateStore store, StateKey key, CancellationToken cancellationToken)
        where T : class => new(store, key, await store.ReadAsync<T>(key, cancellationToken).ConfigureAwait(false));
}
