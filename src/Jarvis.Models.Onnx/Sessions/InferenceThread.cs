using System.Collections.Concurrent;
using Jarvis.Errors;

namespace Jarvis.Models.Onnx.Sessions;

/// <summary>
/// One thread and a bounded queue. Inference takes seconds of processor time: on threads of its own it never starves the pool, and what
/// runs on one thread needs no locks.
/// </summary>
internal sealed class InferenceThread : IDisposable
{
    private readonly string _name;
    private readonly BlockingCollection<Action> _queue;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Thread _thread;

    public InferenceThread(string name, int capacity)
    {
        _name = name;
        _queue = new BlockingCollection<Action>(capacity);
        _thread = new Thread(Serve) { IsBackground = true, Name = $"inference {name}" };
        _thread.Start();
    }

    /// <summary>Runs work on the thread, after all that is queued.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="work">The work; its token ends with the caller's, and with the thread.</param>
    /// <param name="cancellationToken">Ends waiting at once, and the work as fast as it can.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.Overloaded"/> when the queue is full.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_queue.IsAddingCompleted, this);
        cancellationToken.ThrowIfCancellationRequested();
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_queue.TryAdd(() => Complete(work, done, cancellationToken)))
        {
            throw Error.Overloaded($"{_name} has {_queue.BoundedCapacity} batches waiting; try again later.");
        }

        return await done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_queue.IsAddingCompleted)
        {
            return;
        }

        _stopping.Cancel();
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
        _stopping.Dispose();
    }

    private void Serve()
    {
        foreach (var work in _queue.GetConsumingEnumerable())
        {
            work();
        }
    }

    private void Complete<T>(Func<CancellationToken, T> work, TaskCompletionSource<T> done, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        try
        {
            either.Token.ThrowIfCancellationRequested();
            done.SetResult(work(either.Token));
        }
        catch (OperationCanceledException)
        {
            done.SetCanceled(either.Token);
        }
#pragma warning disable CA1031 // The waiting caller gets it; the thread serves on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            done.SetException(exception);
        }
    }
}
