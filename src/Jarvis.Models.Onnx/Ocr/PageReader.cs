using System.Collections.Immutable;
using System.Numerics;
using Jarvis.Models.Serving;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>Reads pages. Its two halves are apart so that the lines of many pages are recognised together.</summary>
/// <param name="cutter">Finds the lines.</param>
/// <param name="lines">Reads them.</param>
internal sealed class PageReader(PageCutter cutter, LineReader lines)
{
    private const float LeastConfidence = 0.5f;

    /// <summary>Finds and cuts out the lines of a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public PageLines Cut(RgbImage page, CancellationToken cancellationToken) => cutter.Cut(page, cancellationToken);

    /// <summary>Reads the lines of a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="terms">For whom.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The lines, in reading order.</returns>
    public async Task<ImmutableArray<TextLine>> ReadAsync(PageLines page, RequestTerms terms, CancellationToken cancellationToken)
    {
        var images = page.Regions.SelectMany(region => region.Readings).ToList();
        return Compose(page, await lines.ReadAsync(images, terms, cancellationToken).ConfigureAwait(false));
    }

    private static ImmutableArray<TextLine> Compose(PageLines page, ReadText[] texts)
    {
        var next = 0;
        var read = new List<(ReadText, RotatedRectangle)>();
        foreach (var region in page.Regions)
        {
            var best = next;
            for (var i = next + 1; i < next + region.Readings.Length; i++)
            {
                best = texts[i].Confidence > texts[best].Confidence ? i : best;
            }

            if (texts[best].Confidence >= LeastConfidence && !string.IsNullOrWhiteSpace(texts[best].Text))
            {
                read.Add((texts[best] with { Text = texts[best].Text.Trim() }, region.Readings[best - next].Box));
            }

            next += region.Readings.Length;
        }

        return PageComposer.Compose(new Vector2(page.Width, page.Height), read);
    }
}
