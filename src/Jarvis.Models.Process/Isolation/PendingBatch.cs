using System.Collections.Immutable;
using Jarvis.Errors;

namespace Jarvis.Models.Process.Isolation;

/// <summary>A batch that a worker process has been given.</summary>
/// <param name="requests">Its requests.</param>
internal sealed class PendingBatch(ImmutableArray<ModelRequest> requests)
{
    private readonly TaskCompletionSource<WorkerMessage.Done> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How it ended.</summary>
    internal Task<WorkerMessage.Done> Done => _done.Task;

    /// <summary>A worker is not trusted: a request that it names may not exist, and a fraction may be none.</summary>
    internal void Report(int request, double fraction)
    {
        if (request >= 0 && request < requests.Length && fraction is >= 0 and <= 1)
        {
            requests[request].Progress?.Report(fraction);
        }
    }

    internal void End(WorkerMessage.Done done) => _done.TrySetResult(done);

    internal void Fail(JarvisException why) => _done.TrySetException(why);
}
