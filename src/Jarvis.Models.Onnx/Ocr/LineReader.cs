using Jarvis.Models.Serving;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>Reads the lines of everyone's pages: those of like width together, each tenant in its turn.</summary>
/// <param name="recognizer">The network.</param>
/// <param name="time">The clock.</param>
internal sealed class LineReader(TextRecognizer recognizer, TimeProvider time) : IDisposable
{
    /// <summary>Processors gain nothing from larger batches, and lose their caches.</summary>
    private const int MaxBatch = 4;

    /// <summary>The most lines of one page that wait at once: enough to fill batches, and few enough for many pages.</summary>
    private const int MaxWaiting = 16;

    private readonly ReplicaWorker<LineImage, ReadText> _worker = new(
        [recognizer], new ReplicaWorkerOptions("Text recognition") { QueueCapacity = 4096, Costs = new BatchCosts(MaxBatch) }, time);

    /// <summary>Reads lines.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="terms">For whom.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <returns>What each says.</returns>
    public async Task<ReadText[]> ReadAsync(IReadOnlyList<LineImage> lines, RequestTerms terms, CancellationToken cancellationToken)
    {
        var byWidth = Enumerable.Range(0, lines.Count).OrderBy(i => lines[i].Width);
        return await _worker.RunEachAsync(lines, byWidth, MaxWaiting, terms, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _worker.Dispose();
}
