using Jarvis.Identity;

namespace Jarvis.Models;

/// <summary>How much a model of one process has to do.</summary>
/// <param name="Model">The model.</param>
/// <param name="IsLoaded">Whether it serves, or is about to because jobs wait for it.</param>
/// <param name="Queued">How many jobs wait.</param>
/// <param name="Free">How many batches could begin now.</param>
/// <param name="Each">The time that one more job costs those that wait: its mean share of a batch, by how many run at once; null before one has ended.</param>
public sealed record ModelLoad(ModelId Model, bool IsLoaded, int Queued, int Free, TimeSpan? Each = null)
{
    /// <summary>What is counted for a job of a model of which none has ended yet.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a job that comes now waits before it begins.</summary>
    /// <param name="more">How many come before it that are not counted yet; at least 0.</param>
    public TimeSpan WaitAfter(int more) => Math.Max(0, Queued + more + 1 - Free) * (Each ?? Usual);
}
