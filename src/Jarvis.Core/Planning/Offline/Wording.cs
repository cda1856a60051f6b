using System.Collections.Immutable;

namespace Jarvis.Planning.Offline;

/// <summary>A request with its tokens: what is said, where, and in which words.</summary>
/// <param name="Text">The request.</param>
/// <param name="Tokens">Its tokens.</param>
internal sealed record Wording(string Text, ImmutableArray<Token> Tokens)
{
    private const int MaxPart = 80;

    /// <summary>All tokens of an intent's part, in which its settings are.</summary>
    internal ImmutableArray<Token> Part(Intent intent) => Tokens[intent.From..Math.Max(intent.From, intent.To)];

    /// <summary>The words that ask for an intent, shortened for a message.</summary>
    internal string Quote(Intent intent)
    {
        var (first, last) = (intent.From, Math.Max(intent.From, intent.To - 1));
        while (last > first && (Tokens[last].Kind is TokenKind.Comma or TokenKind.SentenceEnd || Tokens[last].IsIn(Vocabulary.Connectives)))
        {
            last--;
        }

        var text = Text[Tokens[first].Start..Tokens[last].End].Trim();
        return text.Length <= MaxPart ? text : text[..MaxPart] + "…";
    }

    /// <summary>Words of an intent's part that are text to work on, as the user wrote them; null where there are none.</summary>
    /// <param name="intent">The intent.</param>
    /// <param name="anyStart">Whether they may begin like a reference, as in "a cat".</param>
    internal string? PlainWords(Intent intent, bool anyStart)
    {
        var (first, last) = (-1, -1);
        foreach (var at in intent.Arguments.Where(at => at > intent.Start))
        {
            var isEnd = Tokens[at].Kind is TokenKind.SentenceEnd or TokenKind.Colon
                || (first >= 0 && intent.Matched.Contains(at - 1))
                || (Tokens[at].Kind == TokenKind.Word && Tokens[at].Text is "to" or "into" or "in" or "from" && IsLanguage(at + 1));
            if (isEnd)
            {
                break;
            }

            if (first >= 0 || anyStart || !(Tokens[at].IsIn(Vocabulary.Fillers) || Tokens[at].Kind == TokenKind.Comma))
            {
                (first, last) = (first < 0 ? at : first, at);
            }
        }

        while (last > first && (Tokens[last].Kind == TokenKind.Comma || Tokens[last].IsIn(Vocabulary.Connectives)
            || Tokens[last].Is("please")))
        {
            last--;
        }

        return first < 0 || (!anyStart && Tokens[first].IsIn(Vocabulary.Determiners)) || IsLanguage(first)
            ? null
            : Text[Tokens[first].Start..Tokens[last].End];
    }

    private bool IsLanguage(int at) => at < Tokens.Length && Languages.CodeOf(Tokens[at], at == 0 ? null : Tokens[at - 1]) is not null;
}
