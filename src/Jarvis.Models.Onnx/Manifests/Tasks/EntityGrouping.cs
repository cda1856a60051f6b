namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>Makes entities of tokens, as Hugging Face's token-classification pipeline does.</summary>
internal static class EntityGrouping
{
    private const string Outside = "O";

    /// <summary>The entities of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">Its tokens, in order.</param>
    /// <param name="strategy">How tokens become entities.</param>
    public static IEnumerable<NamedEntity> Group(string text, IReadOnlyList<LabelledToken> tokens, AggregationStrategy strategy)
    {
        var group = new List<LabelledToken>();
        foreach (var token in strategy is AggregationStrategy.First ? OfFirst(tokens) : tokens)
        {
            var goesOn = strategy is not AggregationStrategy.None && group is [.., var last] && Class(last.Label) == Class(token.Label) && !Begins(token, last);
            if (!goesOn && group.Count > 0)
            {
                if (Entity(text, group, strategy) is { } entity)
                {
                    yield return entity;
                }

                group.Clear();
            }

            group.Add(token);
        }

        if (group.Count > 0 && Entity(text, group, strategy) is { } rest)
        {
            yield return rest;
        }
    }

    // A word whose first token begins an entity is one word: only the next one may begin another.
    private static bool Begins(LabelledToken token, LabelledToken last) =>
        token.Label.StartsWith("B-", StringComparison.Ordinal) && token.Token.Word != last.Token.Word;

    private static IEnumerable<LabelledToken> OfFirst(IReadOnlyList<LabelledToken> tokens)
    {
        var first = default(LabelledToken);
        foreach (var token in tokens)
        {
            var isFirst = first.Label is null || token.Token.Word != first.Token.Word;
            first = isFirst ? token : first;
            yield return first with { Token = token.Token };
        }
    }

    private static NamedEntity? Entity(string text, List<LabelledToken> group, AggregationStrategy strategy)
    {
        var label = strategy is AggregationStrategy.None ? group[0].Label : Class(group[0].Label);
        var (start, end) = (group[0].Token.Start, group[^1].Token.End);

        // A byte-level token holds the space before its word.
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return label is Outside || start == end ? null : new(label, text[start..end], group.Average(token => token.Score), start, end);
    }

    /// <summary>What a label is of, without the mark of where it begins.</summary>
    public static string Class(string label) =>
        label.StartsWith("B-", StringComparison.Ordinal) || label.StartsWith("I-", StringComparison.Ordinal) ? label[2..] : label;
}
