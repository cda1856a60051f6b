namespace Jarvis.Planning.Retrieval;

/// <summary>What a piece of a request is.</summary>
internal enum WordKind
{
    /// <summary>Letters.</summary>
    Word,

    /// <summary>Digits.</summary>
    Number,

    /// <summary>What stands between quotation marks: something to work on, not words that ask.</summary>
    Quote,

    /// <summary>A name that ends like a file's.</summary>
    File,

    /// <summary>A web address.</summary>
    Url,

    /// <summary>An address for mail.</summary>
    Mail,

    /// <summary>A comma.</summary>
    Comma,

    /// <summary>The end of a sentence.</summary>
    Stop,
}
