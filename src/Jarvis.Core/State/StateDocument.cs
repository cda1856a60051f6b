namespace Jarvis.State;

/// <summary>One document as its only writer holds it: the value and the version that the store knows it by.</summary>
/// <typeparam name="T">The document.</typeparam>
public sealed class StateDocument<T>
    where T : class
{
    private readonly IStateStore _store;
    private readonly StateKey _key;
    private string? _version;

    internal StateDocument(IStateStore store, StateKey key, StateEntry<T>? entry)
    {
        _store = store;
        _key = key;
        _version = entry?.Version;
        Value = entry?.Value;
    }

    /// <summary>The value; null while there is none.</summary>
    public T? Value { get; private set; }

    /// <summary>Writes a new value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.JarvisException">
    /// <see cref="Errors.ErrorCode.Conflict"/> when somebody else wrote; <see cref="Errors.ErrorCode.StorageFailed"/>.
    /// </exception>
    public async ValueTask WriteAsync(T value, CancellationToken cancellationToken)
    {
        _version = await _store.WriteAsync(_key, value, _version, cancellationToken).ConfigureAwait(false);
        Value = value;
    }

    /// <summary>Writes a new value that a loss of power may take back until something is written with <see cref="WriteAsync"/>.</summary>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.JarvisException">As of <see cref="WriteAsync"/>.</exception>
    public async ValueTask WriteUnflushedAsync(T value, CancellationToken cancellationToken)
    {
        _version = await _store.WriteUnflushedAsync(_key, value, _version, cancellationToken).ConfigureAwait(false);
        Value = value;
    }

    /// <summary>Deletes the document, if there is one.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Errors.JarvisException">As of <see cref="WriteAsync"/>.</exception>
    public async ValueTask DeleteAsync(CancellationToken cancellationToken)
    {
        if (_version is { } version)
        {
            await _store.DeleteAsync(_key, version, cancellationToken).ConfigureAwait(false);
            (_version, Value) = (null, null);
        }
    }

    /// <summary>Takes a new value that may be lost: it is written with the next one that may not.</summary>
    /// <param name="value">The value.</param>
    public void Remember(T value) => Value = value;
}
