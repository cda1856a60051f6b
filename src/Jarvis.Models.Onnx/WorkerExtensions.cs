using Jarvis.Models.Serving;

namespace Jarvis.Models.Onnx;

/// <summary>What one request asks of a worker again and again.</summary>
internal static class WorkerExtensions
{
    /// <summary>Runs the rows of one request.</summary>
    /// <param name="worker">Runs them, with those of others.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="order">The places of the rows, in the order in which they go.</param>
    /// <param name="maxWaiting">The most that wait at once: enough to fill batches, and few enough to leave room for others.</param>
    /// <param name="terms">For whom.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The result of each row, in the rows' order.</returns>
    public static async Task<TResult[]> RunEachAsync<TRow, TResult>(
        this ReplicaWorker<TRow, TResult> worker,
        IReadOnlyList<TRow> rows,
        IEnumerable<int> order,
        int maxWaiting,
        RequestTerms terms,
        CancellationToken cancellationToken)
    {
        if (rows.Count == 1)
        {
            return [await worker.RunAsync(rows[0], terms, cancellationToken).ConfigureAwait(false)];
        }

        var results = new TResult[rows.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = maxWaiting, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            order,
            options,
            async (i, token) => results[i] = await worker.RunAsync(rows[i], terms, token).ConfigureAwait(false)).ConfigureAwait(false);
        return results;
    }
}
