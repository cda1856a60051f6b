namespace Jarvis.Planning.LanguageModel;

/// <summary>What a reader of JSON is in the middle of.</summary>
internal enum LooseState
{
    /// <summary>Between names, values and brackets.</summary>
    Between,

    /// <summary>In a word without quotes.</summary>
    Word,

    /// <summary>In a text with quotes.</summary>
    Text,

    /// <summary>After a backslash in a text.</summary>
    Escape,

    /// <summary>In the digits of an escaped character.</summary>
    Unicode,

    /// <summary>After a quote that ends the text, or belongs to it.</summary>
    AfterQuote,

    /// <summary>After a slash that may begin a comment.</summary>
    Slash,

    /// <summary>In a comment that ends with the line.</summary>
    LineComment,

    /// <summary>In a comment that ends with its own mark.</summary>
    BlockComment,
}
