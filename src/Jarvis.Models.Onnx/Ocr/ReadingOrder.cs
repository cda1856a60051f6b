namespace Jarvis.Models.Onnx.Ocr;

/// <summary>
/// Puts text in the order in which it is read: lines from the top down, their parts from left to right. Columns of prose are read one
/// after the other; columns of a table or a receipt are not, because there a line belongs together.
/// </summary>
internal static class ReadingOrder
{
    private const int LeastColumnLines = 3;

    // In line heights. Prose fills its column; a price or a number does not.
    private const float LeastColumnWidth = 8;
    private const float LeastGutter = 1;
    private const float Fill = 0.6f;

    /// <summary>The lines.</summary>
    /// <param name="texts">The parts, in any order.</param>
    /// <returns>The parts of each line.</returns>
    public static List<List<PlacedText>> Arrange(IEnumerable<PlacedText> texts)
    {
        var lines = new List<List<PlacedText>>();
        AddColumns([.. texts.OrderBy(text => text.Middle).ThenBy(text => text.Min.X)], lines);
        return lines;
    }

    private static void AddColumns(List<PlacedText> sorted, List<List<PlacedText>> lines)
    {
        var plain = new List<PlacedText>();
        for (var i = 0; i < sorted.Count;)
        {
            var (end, gutter) = LongestRun(sorted, i);
            var (left, right) = Split(sorted[i..end], gutter);
            if (!IsProse(left) || !IsProse(right))
            {
                plain.Add(sorted[i++]);
                continue;
            }

            AddLines(plain, lines);
            plain.Clear();
            AddColumns(left, lines);
            AddColumns(right, lines);
            i = end;
        }

        AddLines(plain, lines);
    }

    // From the first text on, as many as leave one gutter free; and the gutter's left edge.
    private static (int End, float Gutter) LongestRun(List<PlacedText> sorted, int first)
    {
        var covered = new List<(float Start, float End)>();
        var best = (End: first + 1, Gutter: float.MaxValue);
        for (var i = first; i < sorted.Count; i++)
        {
            Cover(covered, sorted[i]);
            if (Widest(covered, LeastGutter * sorted[i].Height) is { } gutter)
            {
                best = (i + 1, gutter);
            }
            else if (best.Gutter < float.MaxValue)
            {
                break;
            }
        }

        return best;
    }

    private static void Cover(List<(float Start, float End)> covered, PlacedText text)
    {
        var (start, end) = (text.Min.X, text.Max.X);
        for (var i = covered.Count - 1; i >= 0; i--)
        {
            if (covered[i].Start <= end && start <= covered[i].End)
            {
                (start, end) = (MathF.Min(start, covered[i].Start), MathF.Max(end, covered[i].End));
                covered.RemoveAt(i);
            }
        }

        var place = covered.FindIndex(other => other.Start > start);
        covered.Insert(place < 0 ? covered.Count : place, (start, end));
    }

    private static float? Widest(List<(float Start, float End)> covered, float least)
    {
        float? gutter = null;
        for (var i = 1; i < covered.Count; i++)
        {
            var width = covered[i].Start - covered[i - 1].End;
            if (width >= least)
            {
                (least, gutter) = (width, covered[i - 1].End);
            }
        }

        return gutter;
    }

    private static (List<PlacedText> Left, List<PlacedText> Right) Split(List<PlacedText> run, float gutter) =>
        (run.FindAll(text => text.Max.X <= gutter), run.FindAll(text => text.Max.X > gutter));

    // One column, or several side by side.
    private static bool IsProse(List<PlacedText> texts)
    {
        if (texts.Count < LeastColumnLines || IsColumn(texts))
        {
            return texts.Count >= LeastColumnLines;
        }

        var (end, gutter) = LongestRun(texts, 0);
        var (left, right) = Split(texts, gutter);
        return end == texts.Count && right.Count > 0 && IsProse(left) && IsProse(right);
    }

    private static bool IsColumn(List<PlacedText> texts)
    {
        var width = texts.Max(text => text.Max.X) - texts.Min(text => text.Min.X);
        var typical = Median(texts, text => text.Width);
        return typical >= Fill * width && typical >= LeastColumnWidth * Median(texts, text => text.Height);
    }

    private static float Median(List<PlacedText> texts, Func<PlacedText, float> value) =>
        texts.Select(value).Order().ElementAt(texts.Count / 2);

    private static void AddLines(List<PlacedText> sorted, List<List<PlacedText>> lines)
    {
        var first = lines.Count;
        foreach (var text in sorted)
        {
            var line = lines.Count > first ? lines.FindLastIndex(lines.Count - 1, lines.Count - first, line => Fits(line, text)) : -1;
            if (line < 0)
            {
                lines.Add([text]);
            }
            else
            {
                lines[line].Add(text);
            }
        }

        for (var i = first; i < lines.Count; i++)
        {
            lines[i].Sort(static (a, b) => a.Min.X.CompareTo(b.Min.X));
        }
    }

    // On the line of another part: the middles are near, and neither stands on the other.
    private static bool Fits(List<PlacedText> line, PlacedText text)
    {
        var near = false;
        foreach (var part in line)
        {
            var shared = MathF.Min(part.Max.X, text.Max.X) - MathF.Max(part.Min.X, text.Min.X);
            if (shared > MathF.Min(part.Width, text.Width) / 2)
            {
                return false;
            }

            near |= MathF.Abs(part.Middle - text.Middle) < MathF.Min(part.Height, text.Height) / 2;
        }

        return near;
    }
}
