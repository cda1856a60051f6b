using Jarvis.LanguageModels;
using Jarvis.Models.Serving;
using Jarvis.Tasks;

namespace Jarvis.Models;

/// <summary>A job with a model: waiting, or running in a batch.</summary>
#pragma warning disable CA1001 // The source has no timer and no wait handle: nothing is to be freed, and freeing it would race with who cancels.
internal sealed class QueuedJob
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _cancelled = new();
    private readonly Action<AttemptReport> _report;

    /// <summary>Creates a job that is wanted.</summary>
    /// <param name="job">What to run.</param>
    /// <param name="report">Told what comes of it.</param>
    internal QueuedJob(ModelJob job, Action<AttemptReport> report)
    {
        Job = job;
        _report = report;
        Cancelled = _cancelled.Token;
        Ticket = new QueueTicket<QueuedJob>(this);
    }

    internal ModelJob Job { get; }

    /// <summary>Its place in the queue.</summary>
    internal QueueTicket<QueuedJob> Ticket { get; }

    /// <summary>When it came, as a timestamp.</summary>
    internal long Came { get; init; }

    /// <summary>Cancelled when nobody wants the outcome any more. May be asked after the end: a runner may tell of progress at any time.</summary>
    internal CancellationToken Cancelled { get; }

    /// <summary>What its runner has told that it used.</summary>
    internal UsageTally Usage { get; } = new();

    /// <summary>Tells of it, unless nobody wants to know any more.</summary>
    internal void Report(AttemptReport news)
    {
        if (!Cancelled.IsCancellationRequested)
        {
            _report(news switch
            {
                AttemptSucceeded succeeded => succeeded with { Used = Usage.Take() },
                AttemptFailed failed => failed with { Used = Usage.Take() },
                _ => news,
            });
        }
    }

    /// <summary>Ends the job: what a runner still tells of it is dropped. May be called twice, side by side.</summary>
    internal void Cancel() => _cancelled.Cancel();
}
