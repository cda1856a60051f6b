using Jarvis.Errors;
using Jarvis.State;

namespace Jarvis.Conformance.Hosts;

/// <summary>State in memory that refuses to write what a test says, and flushes when it says so.</summary>
public sealed class RefusingStateStore : IStateStore
{
    private readonly InMemoryStateStore _store = new();
    private volatile Func<object, bool> _refuses = _ => false;
    private volatile Action<object> _wrote = _ => { };

    /// <summary>What reading throws; null for nothing.</summary>
    public Exception? ReadFault { get; set; }

    /// <summary>Refuses from now on.</summary>
    /// <param name="refuses">Which documents.</param>
    public void Refuse(Func<object, bool> refuses) => _refuses = refuses;

    /// <summary>How it is flushed, by for which document and how long that may be put off; at once by default.</summary>
    public Func<StateKey, TimeSpan, Task> Flush { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>Ends when a document is written.</summary>
    /// <typeparam name="T">The document.</typeparam>
    /// <param name="which">Which one.</param>
    public Task Wrote<T>(Func<T, bool> which)
    {
        var wrote = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _wrote = document =>
        {
            if (document is T wanted && which(wanted))
            {
                wrote.TrySetResult();
            }
        };
        return wrote.Task;
    }

    /// <summary>Refuses nothing any more.</summary>
    public void Heal() => _refuses = _ => false;

    public ValueTask<StateEntry<T>?> ReadAsync<T>(StateKey key, CancellationToken cancellationToken)
        where T : class => ReadFault is null ? _store.ReadAsync<T>(key, cancellationToken) : throw ReadFault;

    public async ValueTask<string> WriteAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class
    {
        if (_refuses(value))
        {
            throw Error.StorageFailed("The disk is full; make room.");
        }

        var written = await _store.WriteAsync(key, value, version, cancellationToken);
        _wrote(value);
        return written;
    }

    public ValueTask FlushAsync(StateKey key, TimeSpan patience, CancellationToken cancellationToken) => new(Flush(key, patience));

    public ValueTask DeleteAsync(StateKey key, string version, CancellationToken cancellationToken) => _store.DeleteAsync(key, version, cancellationToken);
}
