using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Jarvis.Planning.Retrieval;

/// <summary>
/// Which tools have which words, weighted by rarity as BM25 does (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009).
/// A term is a stem or a meaning of the <see cref="Lexicon"/>.
/// </summary>
internal sealed class ToolIndex
{
    private const double InName = 1;
    private const double InDescription = 0.55;
    private const double FarInDescription = 0.42;
    private const double InParameter = 0.45;
    private const double KindWord = 0.35;
    // What the rarest word of a small catalog tells at least: one word has to be enough there too.
    private const double RarestAtLeast = 3;
    private const int NearWords = 22;

    private readonly FrozenDictionary<string, ImmutableArray<Posting>> _stems;
    private readonly FrozenDictionary<int, ImmutableArray<Posting>> _meanings;
    private readonly double[] _nameWeights;
    private readonly double _scale;

    internal ToolIndex(TaskTypeCatalog catalog)
    {
        Tools = [.. catalog.Types.Select((type, number) => new Tool(number, type))];
        _scale = Math.Max(1, RarestAtLeast / Logarithm(Math.Min(1, Tools.Length)));
        IsTyped = Tools.Count(tool => tool.IsTyped) * 2 > Tools.Length;
        var stems = new Dictionary<string, Dictionary<int, double>>(StringComparer.Ordinal);
        var meanings = new Dictionary<int, Dictionary<int, double>>();
        Names = [.. Tools.Select(tool => Words(tool.Type.Name).Select(WordStem.Of).ToImmutableArray())];
        foreach (var tool in Tools)
        {
            foreach (var (words, weight) in Fields(tool.Type))
            {
                Add(words, weight, tool.Number, stems, meanings);
            }
        }

        _stems = stems.ToFrozenDictionary(pair => pair.Key, pair => Postings(pair.Value), StringComparer.Ordinal);
        _meanings = meanings.ToFrozenDictionary(pair => pair.Key, pair => Postings(pair.Value));
        _nameWeights = [.. Names.Select(name => name.Sum(Rarity))];
    }

    internal ImmutableArray<Tool> Tools { get; }

    /// <summary>Whether a tool's name says only what it takes and gives, as <c>text-to-image</c> does.</summary>
    internal bool IsConverter(int tool) => Names[tool].All(stem => Lexicon.KindOf(stem) is not null);

    /// <summary>Whether most tools say what they take and give.</summary>
    internal bool IsTyped { get; }

    /// <summary>The stems of each tool's name.</summary>
    internal ImmutableArray<ImmutableArray<string>> Names { get; }

    internal ImmutableArray<Posting> WithStem(string stem) => _stems.TryGetValue(stem, out var found) ? found : [];

    internal ImmutableArray<Posting> WithMeaning(int meaning) => _meanings.TryGetValue(meaning, out var found) ? found : [];

    /// <summary>How much a stem tells tools apart.</summary>
    internal double Rarity(string stem) =>
        Rarity(WithStem(stem).Length) * (IsTyped && Lexicon.KindOf(stem) is not null ? KindWord : 1);

    /// <summary>How much having a term tells, by how many tools have it.</summary>
    internal double Rarity(int count) => _scale * Logarithm(count);

    /// <summary>What all words of a tool's name tell together.</summary>
    internal double NameWeight(int tool) => _nameWeights[tool];

    /// <summary>Words in lower case that say something.</summary>
    internal static IEnumerable<string> Words(string text) => All(text).Where(word => !Lexicon.IsIdle(word));

    private static IEnumerable<string> All(string text) =>
        RequestWords.Read(text.Replace('_', ' ')).Where(word => word.Kind == WordKind.Word).Select(word => word.Lower);

    private double Logarithm(int count) => Math.Log(1 + ((Tools.Length - count + 0.5) / (count + 0.5)));

    private static IEnumerable<(List<string> Words, double Weight)> Fields(TaskType type)
    {
        yield return ([.. All(type.Name)], InName);
        var description = All(type.Description).ToList();
        yield return ([.. description.Take(NearWords)], InDescription);
        yield return ([.. description.Skip(NearWords)], FarInDescription);
        foreach (var option in type.Options)
        {
            yield return ([.. All(option.Name), .. All(option.Description)], InParameter);
        }
    }

    private static void Add(
        List<string> words, double weight, int tool, Dictionary<string, Dictionary<int, double>> stems, Dictionary<int, Dictionary<int, double>> meanings)
    {
        for (var at = 0; at < words.Count; at++)
        {
            var key = "";
            for (var length = 1; length <= Lexicon.MaxExpression && at + length <= words.Count; length++)
            {
                key += (length == 1 ? "" : " ") + WordStem.Of(words[at + length - 1]);
                if (length == 1 && Lexicon.IsIdle(words[at]))
                {
                    continue;
                }

                if (length == 1)
                {
                    Put(stems, key, tool, weight);
                }

                foreach (var meaning in Lexicon.Meaning.GetValueOrDefault(key, []))
                {
                    Put(meanings, meaning, tool, weight);
                }
            }
        }
    }

    private static void Put<TKey>(Dictionary<TKey, Dictionary<int, double>> terms, TKey term, int tool, double weight)
        where TKey : notnull
    {
        if (!terms.TryGetValue(term, out var tools))
        {
            terms.Add(term, tools = []);
        }

        tools[tool] = Math.Max(weight, tools.GetValueOrDefault(tool));
    }

    private static ImmutableArray<Posting> Postings(Dictionary<int, double> tools) =>
        [.. tools.Select(pair => new Posting(pair.Key, pair.Value)).OrderBy(posting => posting.Tool)];
}
