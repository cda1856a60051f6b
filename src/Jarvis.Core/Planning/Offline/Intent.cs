using System.Collections.Immutable;

namespace Jarvis.Planning.Offline;

/// <summary>One thing that a request asks for, where it says so.</summary>
internal sealed class Intent(TaskPhrase phrase, int start, ImmutableArray<int> matched)
{
    /// <summary>The phrase that fits.</summary>
    internal TaskPhrase Phrase { get; } = phrase;

    /// <summary>The task types that it may still mean.</summary>
    internal ImmutableArray<string> Types { get; set; } = phrase.Types;

    /// <summary>What it asks for, of a task type that has operations.</summary>
    internal string? Operation { get; set; } = phrase.Operation;

    /// <summary>The first token of the phrase.</summary>
    internal int Start { get; } = start;

    /// <summary>The tokens that belong to the phrase itself; they are no arguments.</summary>
    internal ImmutableArray<int> Matched { get; set; } = matched;

    /// <summary>The first token of the part of the request that is about it.</summary>
    internal int From { get; set; } = start;

    /// <summary>The end of that part, exclusive.</summary>
    internal int To { get; set; }

    /// <summary>What is done first because its result is the object of this: "read aloud ‹the transcript of a.wav›".</summary>
    internal Intent? Inner { get; set; }

    /// <summary>The order after it that says with what, for both: "blur and rotate a.png"; null where it says so itself.</summary>
    internal Intent? SharesWith { get; set; }

    /// <summary>Whether it goes on with what the order before it made.</summary>
    internal bool Continues { get; set; }

    /// <summary>Whether it is the object of another.</summary>
    internal bool IsInner { get; set; }

    /// <summary>Whether the request says not to do it.</summary>
    internal bool Negated { get; set; }

    /// <summary>Whether it is a question about a thing rather than one of the phrases.</summary>
    internal bool IsQuestion { get; init; }

    /// <summary>Keeps to the task types of a catalog.</summary>
    internal Intent Among(TaskTypeCatalog catalog)
    {
        Types = [.. Types.Where(type => catalog.Find(type) is not null)];
        return this;
    }

    /// <summary>The tokens of its part that do not belong to its phrase, nor to what is done before it.</summary>
    internal IEnumerable<int> Arguments =>
        Enumerable.Range(From, Math.Max(0, (Inner?.From ?? To) - From)).Where(at => !Matched.Contains(at));
}
