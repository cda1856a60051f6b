using Jarvis.Errors;
using Jarvis.State;
using Orleans.Storage;

namespace Jarvis.Orleans;

/// <summary>
/// State in a grain storage of Orleans, under keys of our own: the kind of a document is the name of the state, so that no two kinds share rows.
/// What is written through such a storage is kept when it returns, as far as its database keeps it.
/// </summary>
/// <param name="storage">Where it is kept.</param>
internal sealed class GrainStateStore(IGrainStorage storage) : IStateStore
{
    public async ValueTask<StateEntry<T>?> ReadAsync<T>(StateKey key, CancellationToken cancellationToken)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        var state = new GrainState<T>();
        try
        {
            await storage.ReadStateAsync(StorageKey.Escape(key.Kind), StorageKey.Of(key), state).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (JarvisException or OperationCanceledException))
        {
            throw StateErrors.Unavailable(exception);
        }

        return state.RecordExists ? new StateEntry<T>(state.State!, state.ETag!) : null;
    }

    public async ValueTask<string> WriteAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        var state = new GrainState<T>(value, Known(key, version)) { RecordExists = version is not null };
        await ChangeAsync(key, storage.WriteStateAsync(StorageKey.Escape(key.Kind), StorageKey.Of(key), state)).ConfigureAwait(false);
        return state.ETag!;
    }

    public async ValueTask DeleteAsync(StateKey key, string version, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var state = new GrainState<object>(new object(), Known(key, version)) { RecordExists = true };
        await ChangeAsync(key, storage.ClearStateAsync(StorageKey.Escape(key.Kind), StorageKey.Of(key), state)).ConfigureAwait(false);
    }

    private static string? Known(StateKey key, string? version) => string.IsNullOrWhiteSpace(version) && version is not null ? throw StateErrors.Conflict(key) : version;

    /// <summary>Once begun it is done: a write that nobody waits for could still happen, and the next would not fit.</summary>
    private static async Task ChangeAsync(StateKey key, Task change)
    {
        try
        {
            await change.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InconsistentStateException or FormatException or OverflowException)
        {
            throw StateErrors.Conflict(key, exception);
        }
        catch (Exception exception) when (exception is not JarvisException)
        {
            throw StateErrors.Unavailable(exception);
        }
    }
}
