using System.Text;

namespace Jarvis.Models.Onnx.Tokenizers;

/// <summary>
/// The 256 characters that stand for bytes in byte-level vocabularies (A. Radford et al., GPT-2, <c>bytes_to_unicode</c>): a printable
/// byte stands for itself, the others are 256 and up in their order.
/// </summary>
internal static class ByteLevelAlphabet
{
    private static readonly char[] Characters = Make();

    /// <summary>Text in these characters, one for each byte of its UTF-8, and the place in the written text of each.</summary>
    /// <param name="text">The text.</param>
    public static AlignedText Encode(AlignedText text)
    {
        var encoded = new AlignedText();
        Span<byte> bytes = stackalloc byte[4];
        foreach (var (rune, start, end) in text.Runes())
        {
            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                encoded.Add(new Rune(Characters[value]), start, end);
            }
        }

        return encoded;
    }

    /// <summary>The text that tokens spell.</summary>
    /// <param name="tokens">Tokens of a byte-level vocabulary, one after the other.</param>
    /// <exception cref="FormatException">A character is none of the alphabet.</exception>
    public static string Decode(string tokens)
    {
        var bytes = new byte[tokens.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            bytes[i] = Array.IndexOf(Characters, tokens[i]) is >= 0 and var value
                ? (byte)value
                : throw new FormatException($"'{tokens[i]}' stands for no byte.");
        }

        return Encoding.UTF8.GetString(bytes);
    }

    private static char[] Make()
    {
        var characters = new char[256];
        var next = 256;
        for (var value = 0; value < characters.Length; value++)
        {
            var isPrintable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            characters[value] = (char)(isPrintable ? value : next++);
        }

        return characters;
    }
}
