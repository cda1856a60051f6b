using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Serving;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>Reads the lines of everyone's pages: those of like width together, each tenant in its turn.</summary>
/// <param name="network">The network.</param>
internal sealed class LineReader(ServedNetwork<LineImage, ReadText> network) : IDisposable
{
    /// <summary>Processors gain nothing from larger batches, and lose their caches.</summary>
    private const int MaxBatch = 4;

    /// <summary>The most lines of one page that wait at once: enough to fill batches, and few enough for many pages.</summary>
    private const int MaxWaiting = 16;

    private const int TypicalWidth = 320;

    /// <param name="recognizer">Reads lines; its network is another's to let go of.</param>
    /// <param name="time">The clock.</param>
    public LineReader(TextRecognizer recognizer, TimeProvider time)
        : this(new(Plan(_ => new OpenNetwork<LineImage, ReadText>(recognizer)), null, time))
    {
    }

    /// <summary>How the network is served.</summary>
    /// <param name="open">Opens it.</param>
    /// <param name="readAlphabet">Gives the characters of its classes.</param>
    public static NetworkPlan<LineImage, ReadText> Plan(Func<int?, OnnxModel> open, Func<string[]> readAlphabet) => Plan(threads =>
    {
        var model = open(threads);
        return new OpenNetwork<LineImage, ReadText>(new TextRecognizer(model, readAlphabet), model, model.EnsureLoaded);
    });

    /// <summary>A line of a typical width, of noise: how long it takes does not depend on what it says.</summary>
    public static LineImage Typical()
    {
        var pixels = new byte[TypicalWidth * LineImage.Height * 3];
        new Random(1).NextBytes(pixels);
        return new LineImage(default, TypicalWidth, pixels);
    }

    /// <summary>Loads now what a first line would.</summary>
    public void EnsureLoaded() => network.EnsureLoaded();

    /// <summary>Reads lines.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="terms">For whom.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <returns>What each says.</returns>
    public Task<ReadText[]> ReadAsync(IReadOnlyList<LineImage> lines, RequestTerms terms, CancellationToken cancellationToken)
    {
        var byWidth = Enumerable.Range(0, lines.Count).OrderBy(i => lines[i].Width);
        return network.RunEachAsync(lines, byWidth, MaxWaiting, terms, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    private static NetworkPlan<LineImage, ReadText> Plan(Func<int?, OpenNetwork<LineImage, ReadText>> open) =>
        new("Text recognition", open) { QueueCapacity = 4096, Ceiling = MaxBatch };
}
