using System.Collections.Immutable;
using System.Numerics;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>Reads pages. Its two halves are apart so that the lines of many pages are recognised together.</summary>
/// <param name="models">The networks.</param>
/// <param name="readAlphabet">Gives the characters of recognition.</param>
internal sealed class PageReader(OcrModels models, Func<string[]> readAlphabet)
{
    private const float LeastConfidence = 0.5f;

    private readonly PageCutter _cutter = new(models);
    private readonly TextRecognizer _recognizer = new(models.Recognition, readAlphabet);

    /// <summary>Finds and cuts out the lines of a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public PageLines Cut(RgbImage page, CancellationToken cancellationToken) => _cutter.Cut(page, cancellationToken);

    /// <summary>Reads the lines of pages.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The lines of each page, in reading order.</returns>
    public ImmutableArray<ImmutableArray<TextLine>> Read(IReadOnlyList<PageLines> pages, CancellationToken cancellationToken)
    {
        var images = pages.SelectMany(page => page.Regions).SelectMany(region => region.Readings).ToList();
        var texts = _recognizer.Read(images, cancellationToken);
        var next = 0;
        return [.. pages.Select(page => Compose(page, texts, ref next))];
    }

    private static ImmutableArray<TextLine> Compose(PageLines page, ReadText[] texts, ref int next)
    {
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
