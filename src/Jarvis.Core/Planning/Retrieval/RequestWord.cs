using Jarvis.Media;

namespace Jarvis.Planning.Retrieval;

/// <summary>A piece of a request.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What is written; of a quotation, what is inside.</param>
/// <param name="Start">Where it starts in the request.</param>
/// <param name="End">Where it ends.</param>
internal sealed record RequestWord(WordKind Kind, string Text, int Start, int End)
{
    /// <summary>The text in lower case, of a word.</summary>
    internal string Lower { get; } = Kind == WordKind.Word ? Text.ToLowerInvariant() : "";

    /// <summary>The stem of a word; of an address, of what it is.</summary>
    internal string Stem => field ??= Kind switch
    {
        WordKind.Word => WordStem.Of(Lower),
        WordKind.Url => "url",
        WordKind.Mail => "email",
        _ => "",
    };

    /// <summary>What a file's name says that it is.</summary>
    internal MediaKind? Media { get; init; }
}
