namespace Jarvis.Models.Serving;

/// <summary>Counts what a replica does. The counts are guarded by its lock.</summary>
internal sealed class ReplicaMeters
{
    private readonly LatencyHistogram _queueWait = new();
    private readonly LatencyHistogram _run = new();
    private long _batches;
    private long _succeeded;
    private long _failed;

    internal long Cancelled { get; set; }

    internal long Refused { get; set; }

    internal long Expired { get; set; }

    internal void Waited(TimeSpan time) => _queueWait.Record(time);

    internal void Ran(TimeSpan time, int succeeded, int failed)
    {
        _run.Record(time);
        _batches++;
        _succeeded += succeeded;
        _failed += failed;
    }

    internal WorkerStatus ToStatus(int waiting, int running) => new()
    {
        Waiting = waiting,
        Running = running,
        Batches = _batches,
        Succeeded = _succeeded,
        Failed = _failed,
        Cancelled = Cancelled,
        Refused = Refused,
        Expired = Expired,
        QueueWait = _queueWait.Summarize(),
        Run = _run.Summarize(),
    };
}
