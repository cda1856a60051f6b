using Microsoft.Extensions.AI;

namespace Jarvis.LanguageModels;

/// <summary>
/// How many tokens a text has, without its model's tokenizer: rather too many than too few. By weights in fourteenths of a token for each
/// UTF-16 unit, set above what the byte pair encodings of today's models need: letters and spaces of ASCII 4 (3.5 to a token; English text has about 4),
/// digits and signs 7, other European scripts 7, scripts up to U+2DFF 14, and the rest, as Chinese, Japanese, Korean and emoji, 21.
/// </summary>
public static class TokenEstimate
{
    /// <summary>Tokens that a picture is counted as: more than what OpenAI's models make of one in full detail (85 and 170 a tile, eight tiles).</summary>
    public const int Picture = 1500;

    private const int Whole = 14;

    /// <summary>Tokens that a message has beside its words, and a prompt beside its messages.</summary>
    private const int Frame = 4;

    /// <summary>The tokens of a text.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        var weight = 0L;
        foreach (var c in text)
            weight += Weight(c);

        return (int)Math.Min(int.MaxValue, (weight + Whole - 1) / Whole);
    }

    /// <summary>The tokens of messages, with their frames.</summary>
    public static int Of(IEnumerable<ChatMessage> messages)
    {
        var tokens = (long)Frame;
        foreach (var content in messages.SelectMany(message => message.Contents.Prepend<AIContent?>(null)))
        {
            tokens += content switch
            {
                null => Frame,
                TextContent text => Of(text.Text),
                DataContent or UriContent => Picture,
                _ => 0,
            };
        }

        return (int)Math.Min(int.MaxValue, tokens);
    }

    /// <summary>The longest beginning of a text that has at most so many tokens; never half of a surrogate pair.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">The most tokens.</param>
    public static string Fit(string text, int tokens)
    {
        var left = (long)Math.Max(0, tokens) * Whole;
        for (var i = 0; i < text.Length; i++)
        {
            left -= Weight(text[i]);
            if (left < 0)
            {
                return text[..(char.IsLowSurrogate(text[i]) && i > 0 ? i - 1 : i)];
            }
        }

        return text;
    }

    /// <summary>As <see cref="Fit"/>, with a mark where something is left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">The most tokens, with the mark.</param>
    public static string Cut(string text, int tokens)
    {
        const string Mark = "…";
        var fitting = Fit(text, tokens);
        return fitting.Length == text.Length ? text : Fit(text, tokens - Of(Mark)) + Mark;
    }

    private static int Weight(char c) => c switch
    {
        ' ' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => 4,
        < '\u0590' => 7,
        < '\u2E00' => 14,
        _ => 21,
    };
}
