namespace Jarvis.Planning.Offline;

/// <summary>What a piece of a request is.</summary>
internal enum TokenKind
{
    Word,
    Number,

    /// <summary>Text in quotes, or after a colon: something to work on, never an order.</summary>
    Quoted,

    /// <summary>The name of a file, attached or not.</summary>
    File,
    Comma,
    Colon,
    SentenceEnd,
}
