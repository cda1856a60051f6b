using System.Collections.Immutable;

namespace Jarvis.Planning.Offline;

/// <summary>
/// A way to ask for a task. Words are separated by spaces, <c>a|b</c> is either, <c>a?</c> may be left out, <c>...</c> is up to
/// <see cref="PhraseMatcher.MaxGap"/> tokens of the same part of the request, and <c>&lt;image&gt;</c> is a kind of token
/// (<see cref="PhraseElement"/>). Of the phrases that fit at one place, the one with the most words wins.
/// </summary>
/// <param name="Pattern">The phrase.</param>
/// <param name="Types">The task types that it may mean; what it is said of decides, then their order.</param>
internal sealed record TaskPhrase(string Pattern, ImmutableArray<string> Types)
{
    /// <summary>The places of the phrase.</summary>
    public ImmutableArray<PhraseElement> Elements { get; } = [.. Pattern.Split(' ').Select(PhraseElement.Parse)];

    /// <summary>Whether it names the result, so that "the transcript" asks for nothing where there is one.</summary>
    public bool IsNoun { get; init; }

    /// <summary>Whether any other phrase at the same place wins.</summary>
    public bool IsWeak { get; init; }

    /// <summary>Whether plain words after it are text to work on.</summary>
    public WordsUse Words { get; init; }

    /// <summary>The operation that it asks for, of a task type that has an option of that name.</summary>
    public string? Operation { get; init; }
}
