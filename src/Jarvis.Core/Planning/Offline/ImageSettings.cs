using System.Collections.Immutable;
using System.Globalization;

namespace Jarvis.Planning.Offline;

/// <summary>The numbers of a part that changes a picture: sizes, angles, radii.</summary>
internal static class ImageSettings
{
    private static readonly ImmutableArray<string> Shrinking = ["shrink", "shrinking", "reduce", "downscale", "downsize", "smaller"];
    private static readonly ImmutableArray<string> Growing = ["enlarge", "increase", "upscale", "bigger", "larger", "grow"];

    /// <summary>The options of an operation.</summary>
    /// <param name="operation">The operation that the phrase names.</param>
    /// <param name="part">The part.</param>
    /// <param name="fault">What is not said and has to be, or null.</param>
    internal static ImmutableDictionary<string, string> Read(string operation, ImmutableArray<Token> part, out string? fault)
    {
        var options = ImmutableDictionary.CreateBuilder<string, string>();
        options["operation"] = operation;
        fault = null;
        switch (operation)
        {
            case "resize":
                ReadSize(part, options);
                fault = options.Count == 1 ? "It is not said how big the picture should be; say it as '50 %' or '200x100'." : null;
                break;
            case "crop":
                ReadSize(part, options);
                ReadCorner(part, options);
                fault = options.ContainsKey("width") || options.ContainsKey("height")
                    ? null
                    : "It is not said what to crop to; say it as 'to 200x100 at 10,20'.";
                options.Remove("scale");
                break;
            case "rotate":
                options["angle"] = Text(Angle(part));
                break;
            case "flip" when part.Any(token => token.Is("horizontally") || token.Is("horizontal")):
                options["operation"] = "mirror";
                break;
            case "mirror" when part.Any(token => token.Is("vertically") || token.Is("vertical")):
                options["operation"] = "flip";
                break;
            case "blur" or "sharpen" when Radius(part) is { } radius:
                options["strength"] = Text(radius);
                break;
        }

        return options.ToImmutable();
    }

    private static void ReadSize(ImmutableArray<Token> part, ImmutableDictionary<string, string>.Builder options)
    {
        for (var at = 0; at < part.Length; at++)
        {
            if (Vocabulary.NumberOf(part[at]) is not { } number || number <= 0)
            {
                continue;
            }

            var next = SkipUnit(part, at + 1);
            if (IsIn(part, next, "x", "by") && next + 1 < part.Length && Vocabulary.NumberOf(part[next + 1]) is { } height)
            {
                (options["width"], options["height"]) = (Text(number), Text(height));
                return;
            }

            if (IsIn(part, next, "wide", "width") || IsLedBy(part, at, "width", "wide"))
            {
                options["width"] = Text(number);
            }
            else if (IsIn(part, next, "tall", "high", "height") || IsLedBy(part, at, "height"))
            {
                options["height"] = Text(number);
            }
            else if (IsIn(part, at + 1, "percent"))
            {
                options["scale"] = Text(IsLedBy(part, at, "by") && Any(part, Shrinking) ? Math.Max(1, 100 - number)
                    : IsLedBy(part, at, "by") && Any(part, Growing) ? 100 + number : number);
            }
            else if (IsIn(part, at + 1, "times"))
            {
                options["scale"] = Text(Any(part, Shrinking) ? 100 / number : 100 * number);
            }
        }

        if (options.Count == 1 && Fraction(part) is { } scale)
        {
            options["scale"] = Text(scale);
        }
    }

    private static double? Fraction(ImmutableArray<Token> part)
    {
        foreach (var token in part)
        {
            switch (token.Text)
            {
                case "half" or "halve":
                    return 50;
                case "quarter":
                    return 25;
                case "third":
                    return 33;
                case "double" or "twice":
                    return 200;
                case "thumbnail" or "thumbnails":
                    return 25;
            }
        }

        return Any(part, ["smaller", "shrink", "downscale"]) ? 50 : Any(part, ["bigger", "larger", "enlarge", "upscale"]) ? 200 : null;
    }

    private static void ReadCorner(ImmutableArray<Token> part, ImmutableDictionary<string, string>.Builder options)
    {
        for (var at = 1; at + 2 < part.Length; at++)
        {
            if (part[at].Kind == TokenKind.Number && (part[at + 1].Kind == TokenKind.Comma || part[at + 1].Is("and"))
                && part[at + 2].Kind == TokenKind.Number && IsLedBy(part, at, "at", "from", "offset", "position"))
            {
                (options["x"], options["y"]) = (Text(part[at].Value), Text(part[at + 2].Value));
            }
        }
    }

    private static double Angle(ImmutableArray<Token> part)
    {
        var number = Enumerable.Range(0, part.Length)
            .Where(at => Vocabulary.NumberOf(part[at]) is not null
                && (IsIn(part, at + 1, "degrees", "degree", "deg") || IsLedBy(part, at, "by")))
            .Select(at => Vocabulary.NumberOf(part[at]))
            .FirstOrDefault();
        var half = Any(part, ["upside", "around"]) ? 180 : 90;
        var angle = (number ?? half) % 360;
        var isLeft = Any(part, ["left", "counterclockwise", "anticlockwise", "counter", "anti"]);
        return isLeft && angle != 0 ? 360 - angle : angle;
    }

    private static double? Radius(ImmutableArray<Token> part) => Enumerable.Range(0, part.Length)
        .Where(at => Vocabulary.NumberOf(part[at]) is > 0
            && (IsIn(part, at + 1, "pixels", "pixel", "px") || IsLedBy(part, at, "by", "radius", "strength", "of")))
        .Select(at => Vocabulary.NumberOf(part[at]))
        .FirstOrDefault();

    private static int SkipUnit(ImmutableArray<Token> part, int at) => IsIn(part, at, "pixels", "pixel", "px") ? at + 1 : at;

    private static bool IsIn(ImmutableArray<Token> part, int at, params ReadOnlySpan<string> words) =>
        at < part.Length && part[at].Kind == TokenKind.Word && words.Contains(part[at].Text);

    private static bool IsLedBy(ImmutableArray<Token> part, int at, params ReadOnlySpan<string> words)
    {
        for (var i = at - 1; i >= Math.Max(0, at - 2) && part[i].Kind == TokenKind.Word; i--)
        {
            if (words.Contains(part[i].Text))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Any(ImmutableArray<Token> part, ImmutableArray<string> words) =>
        part.Any(token => token.Kind == TokenKind.Word && words.Contains(token.Text));

    private static string Text(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
