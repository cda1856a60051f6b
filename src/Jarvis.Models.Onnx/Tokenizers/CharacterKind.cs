namespace Jarvis.Models.Onnx.Tokenizers;

/// <summary>What a character is to a pre-tokenizer: a word is a run of one kind.</summary>
internal enum CharacterKind
{
    /// <summary>Between words.</summary>
    Space,

    /// <summary>Part of a word.</summary>
    Letter,

    /// <summary>Part of a number.</summary>
    Digit,

    /// <summary>Part of a run of signs.</summary>
    Other,

    /// <summary>A word of its own.</summary>
    Single,
}
