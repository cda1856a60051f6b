using System.Collections.Frozen;
using Jarvis.Media;

namespace Jarvis.Planning.Offline;

/// <summary>One place of a task phrase: some words, a kind of token in angle brackets, or a gap.</summary>
/// <param name="Words">The words that fit.</param>
/// <param name="Class">The name in angle brackets, or null.</param>
/// <param name="Optional">Whether it may be left out.</param>
/// <param name="Gap">Whether it stands for any few tokens.</param>
internal sealed record PhraseElement(FrozenSet<string> Words, string? Class, bool Optional, bool Gap)
{
    /// <summary>Reads an element.</summary>
    /// <param name="text"><c>read|reading</c>, <c>the?</c>, <c>&lt;image&gt;</c> or <c>...</c>.</param>
    internal static PhraseElement Parse(string text)
    {
        if (text == "...")
        {
            return new(FrozenSet<string>.Empty, null, false, true);
        }

        var optional = text.EndsWith('?');
        text = text.TrimEnd('?');
        return text.StartsWith('<')
            ? new(FrozenSet<string>.Empty, text, optional, false)
            : new(text.Split('|').ToFrozenSet(StringComparer.Ordinal), null, optional, false);
    }

    /// <summary>Whether a token fits here. What fits a class stays free to be an argument.</summary>
    internal bool Fits(Token token, Token? before) => Class switch
    {
        null => token.IsIn(Words),
        "<determiner>" => token.IsIn(Vocabulary.Determiners),
        "<language>" => Languages.CodeOf(token, before) is not null,
        "<number>" => Vocabulary.NumberOf(token) is not null,
        "<image>" => IsOf(token, MediaKind.Image),
        "<audio>" => IsOf(token, MediaKind.Audio),
        "<page>" => Vocabulary.NounOf(token) is { Kinds: [MediaKind.Image, MediaKind.Text] },
        "<video>" => IsOf(token, MediaKind.Video),
        "<thing>" => token.Kind == TokenKind.File || Vocabulary.NounOf(token) is not null || token.IsIn(Vocabulary.SingularPronouns)
            || token.IsIn(Vocabulary.PluralPronouns),
        _ => throw new InvalidOperationException($"A task phrase names {Class}, which is no class of tokens."),
    };

    private static bool IsOf(Token token, MediaKind kind) => token.Kind == TokenKind.File
        ? token.Resource?.Kind == kind
        : Vocabulary.NounOf(token) is { } noun && noun.Kinds.Contains(kind);
}
