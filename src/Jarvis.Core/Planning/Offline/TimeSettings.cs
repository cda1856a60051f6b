using System.Collections.Immutable;
using System.Globalization;

namespace Jarvis.Planning.Offline;

/// <summary>How often, how many and how long: the numbers of a part about a video or a slide show.</summary>
internal static class TimeSettings
{
    /// <summary>The options of taking pictures out of a video.</summary>
    internal static ImmutableDictionary<string, string> ReadFrames(ImmutableArray<Token> part)
    {
        var options = ImmutableDictionary.CreateBuilder<string, string>();
        for (var at = 0; at < part.Length; at++)
        {
            var isEvery = part[at].Is("every") || part[at].Is("each") || part[at].Is("per");
            if (isEvery && at + 1 < part.Length)
            {
                var number = Vocabulary.NumberOf(part[at + 1]) ?? (part[at + 1].Is("other") ? 2 : null);
                if (Unit(part, number is null ? at + 1 : at + 2) is { } unit)
                {
                    var rate = part[at].Is("per") && at >= 2 ? Vocabulary.NumberOf(part[at - 2]) : null;
                    options["every"] = Text((number ?? 1) * unit / (rate is > 0 ? rate.Value : 1));
                }
            }
            else if (Vocabulary.NumberOf(part[at]) is >= 1 and var count && IsCounted(part, at))
            {
                options["count"] = Text(Math.Floor(count));
            }
            else if (part[at].Is("first") && at + 1 < part.Length
                && Vocabulary.NounOf(part[at + 1]) is { Plural: false, MadeBy: TaskTypes.VideoToImages })
            {
                options["count"] = "1";
            }
        }

        if (options.TryGetValue("every", out _) && part.Any(token => token.Is("per")))
        {
            options.Remove("count");
        }

        return options.ToImmutable();
    }

    /// <summary>The options of a slide show.</summary>
    internal static ImmutableDictionary<string, string> ReadSlideshow(ImmutableArray<Token> part)
    {
        for (var at = 0; at < part.Length; at++)
        {
            if (Vocabulary.NumberOf(part[at]) is > 0 and var number && Unit(part, at + 1) is { } unit)
            {
                return ImmutableDictionary<string, string>.Empty.Add("seconds", Text(number * unit));
            }

            if ((part[at].Is("a") || part[at].Is("per") || part[at].Is("every")) && at + 1 < part.Length && part[at + 1].Is("second"))
            {
                return ImmutableDictionary<string, string>.Empty.Add("seconds", "1");
            }
        }

        return ImmutableDictionary<string, string>.Empty;
    }

    private static bool IsCounted(ImmutableArray<Token> part, int at)
    {
        if (at > 0 && (part[at - 1].Is("every") || part[at - 1].Is("each") || part[at - 1].Is("the")))
        {
            return false;
        }

        // "One picture every second" is not one picture.
        var noun = Enumerable.Range(at + 1, Math.Max(0, Math.Min(3, part.Length - at - 1))).FirstOrDefault(i => IsPicture(part[i]), -1);
        return noun > 0 && Unit(part, at + 1) is null
            && !(noun + 1 < part.Length && (part[noun + 1].Is("every") || part[noun + 1].Is("each") || part[noun + 1].Is("per")));
    }

    private static bool IsPicture(Token token) =>
        token.Kind == TokenKind.Word
            && token.Text is "frame" or "frames" or "picture" or "pictures" or "image" or "images" or "still" or "stills"
            or "photo" or "photos" or "screenshot" or "screenshots" or "snapshot" or "snapshots" or "shot" or "shots";

    private static double? Unit(ImmutableArray<Token> part, int at) => at < part.Length && part[at].Kind == TokenKind.Word
        ? part[at].Text switch
        {
            "s" or "sec" or "secs" or "second" or "seconds" => 1,
            "min" or "mins" or "minute" or "minutes" => 60,
            "ms" or "milliseconds" => 0.001,
            _ => null,
        }
        : null;

    private static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
