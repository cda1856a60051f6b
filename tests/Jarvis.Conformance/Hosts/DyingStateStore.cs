using Jarvis.Errors;
using Jarvis.State;

namespace Jarvis.Conformance.Hosts;

/// <summary>State as a process sees it that dies: after so many writes nothing gets through any more, and what was written stays.</summary>
/// <param name="store">What outlives the process.</param>
/// <param name="writes">How many writes it gets to make.</param>
public sealed class DyingStateStore(IStateStore store, int writes) : IStateStore
{
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = writes;

    /// <summary>Ends when it has died.</summary>
    public Task Died => _died.Task;

    public ValueTask<StateEntry<T>?> ReadAsync<T>(StateKey key, CancellationToken cancellationToken)
        where T : class => _died.Task.IsCompleted ? throw Dead() : store.ReadAsync<T>(key, cancellationToken);

    public ValueTask<string> WriteAsync<T>(StateKey key, T value, string? version, CancellationToken cancellationToken)
        where T : class
    {
        Live();
        return store.WriteAsync(key, value, version, cancellationToken);
    }

    public ValueTask DeleteAsync(StateKey key, string version, CancellationToken cancellationToken)
    {
        Live();
        return store.DeleteAsync(key, version, cancellationToken);
    }

    private static JarvisException Dead() => Error.StorageFailed("The process is dead.");

    private void Live()
    {
        if (Interlocked.Decrement(ref _left) < 0)
        {
            _died.TrySetResult();
            throw Dead();
        }
    }
}
