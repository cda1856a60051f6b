using Jarvis.Tasks;

namespace Jarvis.Models;

/// <summary>A job with a model: waiting, or running in a batch.</summary>
/// <param name="job">What to run.</param>
internal sealed class QueuedJob(ModelJob job) : IDisposable
{
    private readonly CancellationTokenSource _cancelled = new();

    internal ModelJob Job { get; } = job;

    /// <summary>Cancelled when nobody wants the outcome any more.</summary>
    internal CancellationToken Cancelled => _cancelled.Token;

    internal void Cancel() => _cancelled.Cancel();

    public void Dispose() => _cancelled.Dispose();
}
