namespace Jarvis.Models.Onnx.Tokenizers;

/// <summary>How text becomes words.</summary>
/// <param name="Split">Gives the words.</param>
/// <param name="IsByteLevel">Whether the bytes of a word are what is encoded.</param>
/// <param name="AddsPrefixSpace">Whether a text that begins with no space is read as if it did.</param>
internal sealed record Splitter(Func<string, IEnumerable<Range>> Split, bool IsByteLevel = false, bool AddsPrefixSpace = false);
