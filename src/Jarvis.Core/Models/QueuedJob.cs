using Jarvis.LanguageModels;
using Jarvis.Tasks;

namespace Jarvis.Models;

/// <summary>A job with a model: waiting, or running in a batch.</summary>
internal sealed class QueuedJob : IDisposable
{
    private readonly CancellationTokenSource _cancelled = new();

    /// <summary>Creates a job that is wanted.</summary>
    /// <param name="job">What to run.</param>
    internal QueuedJob(ModelJob job)
    {
        Job = job;
        Cancelled = _cancelled.Token;
    }

    internal ModelJob Job { get; }

    /// <summary>Cancelled when nobody wants the outcome any more. May be asked after the end: a runner may tell of progress at any time.</summary>
    internal CancellationToken Cancelled { get; }

    /// <summary>What its runner has told that it used.</summary>
    internal UsageTally Usage { get; } = new();

    internal void Cancel() => _cancelled.Cancel();

    /// <summary>Ends the job: what a runner still tells of it is dropped.</summary>
    public void Dispose()
    {
        _cancelled.Cancel();
        _cancelled.Dispose();
    }
}
