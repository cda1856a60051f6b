using System.Collections.Immutable;
using Jarvis.Models.Onnx.Sessions;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>Finds the lines of a page, tells which way they are read, and cuts them out.</summary>
/// <param name="detection">The network that finds text.</param>
/// <param name="direction">The network that tells which way up it is.</param>
internal sealed class PageCutter(ITensorModel detection, ITensorModel direction)
{
    private readonly TextDetector _detector = new(detection);
    private readonly DirectionClassifier _classifier = new(direction);

    /// <summary>Cuts a page into lines.</summary>
    /// <param name="image">The page.</param>
    /// <param name="cancellationToken">Ends cutting.</param>
    public PageLines Cut(RgbImage image, CancellationToken cancellationToken)
    {
        var page = new PagePyramid(image);
        var boxes = _detector.Detect(page, cancellationToken);
        var vertical = PageOrientation.IsVertical(boxes);
        var cuts = boxes.ConvertAll(box => CutTurns(page, box, vertical));
        var likeliest = cuts.ConvertAll(cut => cut[0]);
        var upsideDown = _classifier.Classify(likeliest, cancellationToken);
        var pageUpsideDown = PageOrientation.IsUpsideDown(likeliest, upsideDown);
        var regions = ImmutableArray.CreateBuilder<TextRegion>(boxes.Count);
        for (var i = 0; i < cuts.Count; i++)
        {
            var either = cuts[i].Length > 1 || PageOrientation.MayDiffer(pageUpsideDown, upsideDown[i]);
            regions.Add(new TextRegion(Readings(cuts[i], pageUpsideDown, either)));
        }

        return new(image.Width, image.Height, regions.MoveToImmutable());
    }

    private static LineImage[] CutTurns(PagePyramid page, RotatedRectangle box, bool vertical)
    {
        var turns = PageOrientation.Turns(box, vertical);
        var lines = new LineImage[turns.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = LineCutter.Cut(page, box.Turn(turns[i]));
        }

        return lines;
    }

    private static ImmutableArray<LineImage> Readings(LineImage[] cuts, bool upsideDown, bool either) =>
    [
        .. cuts.Select(cut => upsideDown ? cut.TurnHalf() : cut),
        .. either ? cuts.Select(cut => upsideDown ? cut : cut.TurnHalf()) : [],
    ];
}
