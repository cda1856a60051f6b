using Jarvis.Resources;

namespace Jarvis.Planning.Offline;

/// <summary>A piece of a request.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Lower case for words, without the marks for quotes, as written for the rest.</param>
/// <param name="Start">Where it starts in the request.</param>
/// <param name="End">Where it ends, exclusive.</param>
internal sealed record Token(TokenKind Kind, string Text, int Start, int End)
{
    /// <summary>What a file name stands for; null where the conversation has no such file.</summary>
    public Resource? Resource { get; init; }

    /// <summary>The value of a number.</summary>
    public double Value { get; init; }

    /// <summary>Whether a word is written with a capital letter.</summary>
    public bool Capital { get; init; }

    /// <summary>Whether it is that word.</summary>
    public bool Is(string word) => Kind == TokenKind.Word && Text == word;

    /// <summary>Whether it is one of some words.</summary>
    public bool IsIn(IReadOnlySet<string> words) => Kind == TokenKind.Word && words.Contains(Text);
}
