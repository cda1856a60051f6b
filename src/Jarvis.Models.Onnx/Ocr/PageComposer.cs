using System.Collections.Immutable;
using System.Numerics;

namespace Jarvis.Models.Onnx.Ocr;

/// <summary>Makes the lines of a page from the texts of its boxes.</summary>
internal static class PageComposer
{
    /// <summary>The lines, in reading order.</summary>
    /// <param name="page">The size of the page, in pixels.</param>
    /// <param name="texts">What was read, and where.</param>
    public static ImmutableArray<TextLine> Compose(Vector2 page, IReadOnlyList<(ReadText Text, RotatedRectangle Box)> texts)
    {
        var along = texts.Aggregate(Vector2.Zero, static (sum, text) => sum + (text.Box.Along * text.Box.Width));
        along = along.LengthSquared() > 0 ? Vector2.Normalize(along) : Vector2.UnitX;
        var across = new Vector2(-along.Y, along.X);
        var lines = ReadingOrder.Arrange(texts.Select(text => Place(text.Text, text.Box, along, across)));
        return [.. lines.Select(line => Join(page, line, along, across))];
    }

    private static PlacedText Place(ReadText text, RotatedRectangle box, Vector2 along, Vector2 across)
    {
        var middle = new Vector2(Vector2.Dot(box.Centre, along), Vector2.Dot(box.Centre, across));
        var cos = MathF.Abs(Vector2.Dot(box.Along, along));
        var sin = MathF.Abs(Vector2.Dot(box.Along, across));

        // Of a box that leans against its page, the upright rectangle of the same middle and size: its hull would reach into other lines.
        var half = cos > sin ? new Vector2(box.Width, box.Height) / 2 : new Vector2(box.Height, box.Width) / 2;
        return new(text, middle - half, middle + half);
    }

    private static TextLine Join(Vector2 page, List<PlacedText> line, Vector2 along, Vector2 across)
    {
        var (min, max) = (line[0].Min, line[0].Max);
        var (sum, characters) = (0f, 0);
        foreach (var part in line)
        {
            (min, max) = (Vector2.Min(min, part.Min), Vector2.Max(max, part.Max));
            sum += part.Text.Confidence * part.Text.Text.Length;
            characters += part.Text.Text.Length;
        }

        return new(
            string.Join(' ', line.Select(part => part.Text.Text)),
            Math.Round(sum / characters, 4),
            [Corner(min.X, min.Y), Corner(max.X, min.Y), Corner(max.X, max.Y), Corner(min.X, max.Y)]);

        ImmutableArray<int> Corner(float x, float y)
        {
            var point = Vector2.Clamp((along * x) + (across * y), Vector2.Zero, page);
            return [(int)MathF.Round(point.X), (int)MathF.Round(point.Y)];
        }
    }
}
