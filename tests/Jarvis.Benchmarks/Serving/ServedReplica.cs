using Jarvis.Models.Serving;

namespace Jarvis.Benchmarks.Serving;

/// <summary>A model behind a worker.</summary>
/// <param name="AskAsync">Asks once.</param>
/// <param name="LoopAsync">
/// A caller, by its number, that asks again as soon as it is answered while it should go on, and tells how long each answer took. It
/// allocates nothing for a request.
/// </param>
/// <param name="ReadStatus">What the worker has done.</param>
/// <param name="Stop">Ends the worker and the session.</param>
internal sealed record ServedReplica(
    Func<RequestTerms, ValueTask> AskAsync,
    Func<int, RequestTerms, Func<bool>, Action<TimeSpan>, Task> LoopAsync,
    Func<WorkerStatus> ReadStatus,
    Action Stop) : IDisposable
{
    public void Dispose() => Stop();
}
