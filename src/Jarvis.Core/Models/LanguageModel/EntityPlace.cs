namespace Jarvis.Models.LanguageModel;

/// <summary>Where in a text a word stands that a model has found.</summary>
internal static class EntityPlace
{
    /// <summary>The most occurrences of one word that are looked at, so that a hostile answer costs little more than an honest one.</summary>
    private const int MaxOccurrences = 1000;

    /// <summary>
    /// The free occurrence that is nearest to where it is said to be (the first one, where nothing is said), else one in another case, else
    /// one inside a longer word; null where there is none.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="word">The word.</param>
    /// <param name="said">Where the model says that it begins, or null.</param>
    /// <param name="isTaken">Whether the place is given already.</param>
    internal static (int Start, int Length)? Find(string text, string word, int? said, Func<int, bool> isTaken)
    {
        if (said is { } start
            && start >= 0
            && start <= text.Length - word.Length
            && string.CompareOrdinal(text, start, word, 0, word.Length) == 0
            && !isTaken(start))
        {
            return (start, word.Length);
        }

        bool IsFreeWord(int place) => IsWhole(text, place, word.Length) && !isTaken(place);
        return Nearest(text, word, said ?? 0, StringComparison.Ordinal, IsFreeWord)
            ?? Nearest(text, word, said ?? 0, StringComparison.OrdinalIgnoreCase, IsFreeWord)
            ?? Nearest(text, word, said ?? 0, StringComparison.Ordinal, place => !isTaken(place));
    }

    private static (int Start, int Length)? Nearest(string text, string word, int said, StringComparison comparison, Func<int, bool> isFit)
    {
        (int Start, int Length)? best = null;
        var distance = long.MaxValue;
        var place = -1;
        for (var i = 0; i < MaxOccurrences && place < text.Length; i++)
        {
            place = text.IndexOf(word, place + 1, comparison);
            if (place < 0)
            {
                break;
            }

            var away = Math.Abs((long)place - said);
            if (away < distance && isFit(place))
            {
                (best, distance) = ((place, word.Length), away);
            }
        }

        return best;
    }

    /// <summary>Whether no letter or digit of its own script goes on at its ends: "Ann" is not in "Annual", but 東京 is in 東京都.</summary>
    private static bool IsWhole(string text, int start, int length) =>
        (start == 0 || !Continues(text[start - 1], text[start]))
        && (start + length == text.Length || !Continues(text[start + length - 1], text[start + length]));

    private static bool Continues(char a, char b) => IsSpaced(a) && IsSpaced(b);

    private static bool IsSpaced(char c) => char.IsDigit(c) || (char.IsLetter(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.OtherLetter);
}
