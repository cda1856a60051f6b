using System.Text;

namespace Jarvis.Models;

/// <summary>How well words that are looked for match a card. The name says more than a tag, and that more than the description.</summary>
internal static class ModelWords
{
    private const int OfName = 8;
    private const int OfTag = 5;
    private const int OfType = 4;
    private const int OfDescription = 2;

    /// <summary>The words of a text in lower case: letters and digits, and what joins none of them parts.</summary>
    internal static IEnumerable<string> Of(string text)
    {
        var word = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c));
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    /// <summary>The sum over the words of the best place where each is found; 0 when one is found nowhere.</summary>
    internal static int Score(ModelCard card, IReadOnlyCollection<string> words)
    {
        var places = new (int Weight, List<string> Words)[]
        {
            (OfName, [.. Of(card.Id.Value)]),
            (OfTag, [.. card.Tags.SelectMany(Of)]),
            (OfType, [.. card.TaskTypes.SelectMany(Of)]),
            (OfDescription, [.. Of(card.Description)]),
        };
        var sum = 0;
        foreach (var word in words)
        {
            var best = places.Max(place => Match(place.Words, word) * place.Weight);
            if (best == 0)
            {
                return 0;
            }

            sum += best;
        }

        return sum;
    }

    /// <summary>2 for the word itself, 1 for its beginning, 0 for neither.</summary>
    private static int Match(List<string> there, string word)
    {
        var best = 0;
        foreach (var other in there)
        {
            if (other.StartsWith(word, StringComparison.Ordinal))
            {
                best = Math.Max(best, other.Length == word.Length ? 2 : 1);
            }
        }

        return best;
    }
}
