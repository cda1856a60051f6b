namespace Jarvis.Planning.Retrieval;

/// <summary>
/// Cuts English words down to what their forms share: <c>transcribing</c>, <c>transcribed</c> and <c>transcribes</c> are one word. Suffixes
/// are cut in the manner of Porter ("An algorithm for suffix stripping", 1980), shorter: what counts is that forms meet, not what is left.
/// </summary>
internal static class WordStem
{
    private const int MaxLength = 32;

    // The longest first; what has to be left of the word, and what takes the suffix's place.
    private static readonly (string Suffix, int Left, string To)[] Suffixes =
    [
        ("ifications", 3, "if"), ("ification", 3, "if"), ("izations", 4, ""), ("ization", 4, ""), ("isation", 4, ""), ("ability", 3, ""),
        ("ations", 3, ""), ("ation", 3, ""), ("ition", 4, ""), ("ments", 3, ""), ("ment", 3, ""), ("able", 4, ""), ("ness", 4, ""),
        ("ity", 4, ""), ("ion", 4, ""), ("ors", 5, ""), ("ers", 4, ""), ("or", 5, ""), ("eer", 3, "eer"), ("er", 4, ""), ("ly", 4, ""), ("al", 5, ""),
    ];

    private static readonly string[] Endings = ["ize", "ise", "iz", "ate", "at", "e", "y"];

    /// <summary>The stem of a word.</summary>
    /// <param name="word">Letters, in lower case.</param>
    internal static string Of(string word)
    {
        if (word.Length <= 3 || word.Length > MaxLength || word is "news")
        {
            return word;
        }

        var stem = Base(Singular(word));
        foreach (var (suffix, left, to) in Suffixes)
        {
            if (stem.Length - suffix.Length >= left && stem.EndsWith(suffix, StringComparison.Ordinal))
            {
                stem = stem[..^suffix.Length] + to;
                break;
            }
        }

        // "Segmentation" had two.
        stem = stem.Length > 6 && stem.EndsWith("ment", StringComparison.Ordinal) ? stem[..^4] : stem;

        foreach (var ending in Endings)
        {
            if (stem.Length - ending.Length >= (ending.Length > 1 ? 4 : 3) && stem.EndsWith(ending, StringComparison.Ordinal))
            {
                return Single(stem[..^ending.Length]);
            }
        }

        return Single(stem);
    }

    private static string Singular(string word) => word switch
    {
        [.., 'i', 'e', 's'] when word.Length > 4 => $"{word[..^3]}y",
        [.., 's', 's', 'e', 's'] or [.., 'x', 'e', 's'] or [.., 'c' or 's', 'h', 'e', 's'] => word[..^2],
        [.., 's' or 'u' or 'i', 's'] => word,
        [.., 's'] => word[..^1],
        _ => word,
    };

    private static string Base(string word) => word switch
    {
        [.., 'i', 'n', 'g'] when word.Length > 5 => word[..^3],
        [.., 'i', 'e', 'd'] when word.Length > 4 => $"{word[..^3]}y",
        [.., 'e', 'e', 'd'] => word,
        [.., 'e', 'd'] when word.Length > 4 => word[..^2],
        _ => word,
    };

    /// <summary>A doubled consonant at the end is one, as in <c>cancelled</c>.</summary>
    private static string Single(string stem) =>
        stem.Length > 3 && stem[^1] == stem[^2] && !"aeious".Contains(stem[^1], StringComparison.Ordinal) ? stem[..^1] : stem;
}
